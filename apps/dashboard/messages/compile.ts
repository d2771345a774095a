import { compile } from '@inlang/paraglide-js';
import { messageOptions } from './options.ts';

// For everything that reads the messages without a Vite build before it: the type check and the editor.
await compile(messageOptions);
// The library leaves timers behind that would hold this process for half a minute.
process.exit(0);

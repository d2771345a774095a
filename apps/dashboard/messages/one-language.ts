import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const virtualId = 'virtual:spoken/';
/** The areas that stand on the first page. The others arrive with the lazy parts that speak them. */
const areas = ['ui', 'public'];

function readMessages(locale: string): [string, string][] {
  return areas.flatMap((area) => {
    const messages = JSON.parse(readFileSync(`${root}${area}/${locale}.json`, 'utf8')) as Record<string, string>;
    return Object.entries(messages).filter(([key]) => key !== '$schema');
  });
}

/** `{percent} planned` as a function of its inputs. */
function toFunction(message: string): string {
  const literal = message.replace(/[`\\$]/g, '\\$&').replace(/\{(\w+)\}/g, (_whole, name: string) => `\${i.${name}}`);
  return literal === message.replace(/[`\\$]/g, '\\$&') ? `()=>\`${literal}\`` : `i=>\`${literal}\``;
}

/**
 * Paraglide compiles a message with all its languages side by side, and a visitor would fetch five to read one. In the
 * browser's build the messages of the first page look their words up in a table instead, and only the table of the
 * page's language is fetched (`lib/i18n/spoken.ts`). The server's build stays as Paraglide made it.
 */
export function speakOneLanguage(): Plugin {
  return {
    name: 'sitecast-one-language',
    applyToEnvironment: (environment) => environment.name === 'client',
    resolveId: (id) => (id.startsWith(virtualId) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${virtualId}`)) return undefined;
      const entries = readMessages(id.slice(virtualId.length + 1));
      return `export default {${entries.map(([key, text]) => `${key}:${toFunction(text)}`).join(',\n')}}`;
    },
    transform(_code, id) {
      const key = /generated\/messages\/((?:ui|public)_\w+)\.js$/.exec(id)?.[1];
      if (key === undefined) return undefined;
      return {
        code: `import { say } from '../../spoken.ts'; export const ${key} = /* @__PURE__ */ say('${key}');`,
        map: null,
      };
    },
  };
}

import type { SourceFault } from '@sitecast/contract';

/** What ffmpeg's words mean. The first match of the first line counts: later lines are what followed from it. */
const meanings: readonly (readonly [RegExp, SourceFault])[] = [
  [/\b401\b|unauthorized|authori[sz]ation failed|authentication failed/i, 'wrong-password'],
  [/\b(?:301|302|303|307|308)\b.*(?:moved|redirect|found|see other)|redirect/i, 'redirected'],
  [/\b404\b|not found\b|No such file or directory|Stream not found/i, 'not-found'],
  [/\b403\b|forbidden|Connection refused|\b453\b|\b461\b|Unsupported transport/i, 'refused'],
  [/unreachable|No route to host|Name or service not known|Failed to resolve|timed out|Host is down/i, 'unreachable'],
  [/matches no streams|does not contain any stream/i, 'no-video'],
  [
    /Could not find tag for codec|not currently supported in container|Unknown decoder|Decoder .* not found|unspecified size|unsupported codec/i,
    'codec-unsupported',
  ],
];

/** The closed word for one line of ffmpeg's standard error, or null where it says nothing of the source. */
export function parseSourceFault(line: string): SourceFault | null {
  return meanings.find(([pattern]) => pattern.test(line))?.[1] ?? null;
}

/** Whether a line says that packets were lost: what follows up to the next key frame is damaged. */
export function isPacketLoss(line: string): boolean {
  return /RTP: missed \d+ packets|max delay reached/i.test(line);
}

import type { ReceiverSettings } from './receiver-words.ts';

/** From where it goes up or down: browsers begin at a tenth of it, with a small picture that grows step by step. */
const startKilobits = 2_000;

/** Whether it listens on every address of the machine. */
export const isEverywhere = ({ host }: Pick<ReceiverSettings, 'host'>): boolean => ['0.0.0.0', '::'].includes(host);

/**
 * What a sender is told of an answer (SDP): only addresses where the receiver may be reached, under the one that senders
 * know, and at what rate to begin.
 */
export function toSessionAnswer(sdp: string, settings: Pick<ReceiverSettings, 'host' | 'address'>): string {
  const { host, address } = settings;
  let isTold = false;
  const toLines = (line: string): string[] => {
    if (/^a=fmtp:.*profile-level-id=/.test(line)) return [`${line};x-google-start-bitrate=${startKilobits}`];
    const [, before, own, after] = /^(a=candidate:\S+ \d+ \S+ \d+ )(\S+)( .*)$/.exec(line) ?? [];
    if (own === undefined) return [line];
    if (address === null) return isEverywhere(settings) || own === host ? [line] : [];
    if (isTold) return [];
    isTold = true;
    return [`${before}${address}${after}`];
  };
  return sdp.split('\r\n').flatMap(toLines).join('\r\n');
}

import type { LocalText } from '@sitecast/contract';

/** A text in all five languages, in the order of the contract: the demo leaves none out. */
export function inFive(kk: string, ru: string, en: string, ko: string, zh: string): LocalText {
  return { kk, ru, en, ko, zh };
}

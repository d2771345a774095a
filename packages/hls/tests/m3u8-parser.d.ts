/** The part of m3u8-parser (which ships no types) that the oracle uses. */
declare module 'm3u8-parser' {
  export class Parser {
    readonly manifest: unknown;
    push(text: string): void;
    end(): void;
  }
}

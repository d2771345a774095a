const maxLineLength = 2_000;

/** Cuts a pipe of text into lines; what is longer than anyone reads is cut off, a device may send it without end. */
export function createLineSplitter(): { push(chunk: Buffer): string[] } {
  let waiting = '';
  return {
    push(chunk) {
      const lines = (waiting + chunk.toString('utf8')).split(/[\r\n]+/);
      waiting = (lines.pop() ?? '').slice(0, maxLineLength);
      return lines.filter((line) => line !== '').map((line) => line.slice(0, maxLineLength));
    },
  };
}

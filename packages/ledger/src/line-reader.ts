/** A line of an export; null where its bytes are no UTF-8, or the file ends inside it. */
export type Line = string | null;

const newline = 0x0a;

/**
 * Cuts a stream of bytes into batches of whole lines, so that a file of any size is checked in little memory. Bytes
 * that are no UTF-8 are told and not repaired: a repaired line could hide a change.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, batchSize = 1_024): AsyncGenerator<Line[]> {
  let rest: Uint8Array = new Uint8Array();
  let batch: Line[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(newline) + 1;
    if (end === 0) {
      rest = joinBytes(rest, chunk);
      continue;
    }
    for (const line of decodeLines(joinBytes(rest, chunk.subarray(0, end)))) {
      batch.push(line);
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
    rest = chunk.slice(end);
  }
  // Every line of an export ends in a line feed: what is left over was cut off.
  if (rest.length > 0) batch.push(null);
  if (batch.length > 0) yield batch;
}

function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

/** Whole lines, each with its line feed. */
function decodeLines(bytes: Uint8Array): Line[] {
  const whole = decode(bytes);
  if (whole !== null) return whole.slice(0, -1).split('\n');
  const lines: Line[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(newline, start);
    lines.push(decode(bytes.subarray(start, end)));
    start = end + 1;
  }
  return lines;
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

import { joinChunks } from './adjacent.ts';
import { readBoxHeader, type Box } from './box.ts';
import { MediaFault } from './media-fault.ts';

export interface BoxSplitter {
  /** The boxes that are whole now. Their bytes are views: whoever keeps one for long keeps its chunk. Throws MediaFault. */
  push(chunk: Uint8Array): Box[];
  /** Bytes that wait for the rest of their box. */
  readonly waitingBytes: number;
}

/**
 * Cuts a pipe of MP4 bytes into top-level boxes, whatever the chunks. A box may claim at most `maxBoxBytes`:
 * the claim is the sender's, and memory is ours.
 */
export function createBoxSplitter(options: { maxBoxBytes: number }): BoxSplitter {
  let chunks: Uint8Array[] = [];
  let waitingBytes = 0;

  const join = (): Uint8Array => {
    const joined = joinChunks(chunks);
    chunks = [joined];
    return joined;
  };

  // Joining at each chunk would copy a large box once per chunk; join only when the announced box is complete.
  let neededBytes = 8;

  return {
    get waitingBytes() {
      return waitingBytes;
    },
    push(chunk) {
      if (chunk.byteLength === 0) return [];
      chunks.push(chunk);
      waitingBytes += chunk.byteLength;
      if (waitingBytes < neededBytes) return [];
      const bytes = join();
      const boxes: Box[] = [];
      let at = 0;
      for (;;) {
        const header = readBoxHeader(bytes, at);
        if (!header) {
          neededBytes = bytes.byteLength - at < 8 ? 8 : 16;
          break;
        }
        if (header.sizeBytes > options.maxBoxBytes) {
          throw new MediaFault('box-too-large', `${header.type} of ${header.sizeBytes} bytes`);
        }
        if (at + header.sizeBytes > bytes.byteLength) {
          neededBytes = header.sizeBytes;
          break;
        }
        const end = at + header.sizeBytes;
        boxes.push({
          type: header.type,
          bytes: bytes.subarray(at, end),
          headerBytes: header.headerBytes,
        });
        at = end;
      }
      const rest = bytes.subarray(at);
      chunks = rest.byteLength > 0 ? [rest] : [];
      waitingBytes = rest.byteLength;
      return boxes;
    },
  };
}

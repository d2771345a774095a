import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

export interface SmallStills {
  /** The still for a small screen; where it cannot be made in a moment, the still itself. */
  find(jpeg: Buffer): Promise<Buffer>;
}

/** A page opens with this picture: longer than this the large one would have been there sooner. */
const patienceMs = 800;
const keep = 64;
const maxDrawing = 4;

/**
 * Small copies of the newest stills, each drawn when it is first asked for. They are known by their bytes, so what was
 * drawn of one edition of a camera can never be answered for another.
 */
export function createSmallStills(draw: (jpeg: Buffer) => Promise<Buffer>): SmallStills {
  const drawn = new Map<string, Promise<Buffer>>();
  let drawing = 0;

  const begin = (jpeg: Buffer, key: string): Promise<Buffer> => {
    drawing += 1;
    const small = draw(jpeg)
      .catch(() => jpeg)
      .finally(() => (drawing -= 1));
    drawn.set(key, small);
    const [oldest] = drawn.keys();
    if (drawn.size > keep && oldest !== undefined) drawn.delete(oldest);
    return small;
  };

  return {
    find(jpeg) {
      const key = createHash('sha256').update(jpeg).digest('base64');
      const small = drawn.get(key) ?? (drawing < maxDrawing ? begin(jpeg, key) : null);
      return small ? Promise.race([small, pause(patienceMs, jpeg, { ref: false })]) : Promise.resolve(jpeg);
    },
  };
}

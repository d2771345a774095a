import { findBox, readBoxes, readFullBox, readUint32, readUint64 } from './box.ts';
import { MediaFault } from './media-fault.ts';

const most32 = 0xffff_ffff;

/**
 * Moves fragments along their time line, in place: `ticks` are added to the decode time (`tfdt`) of each. A segment that
 * was encoded alone begins at 0; its place is where its original stood. Throws MediaFault for what has no room for it.
 */
export function delayFragments(bytes: Uint8Array, ticks: number): void {
  for (const moof of readBoxes(bytes).filter((box) => box.type === 'moof')) {
    for (const traf of readBoxes(moof.bytes, moof.headerBytes).filter((box) => box.type === 'traf')) {
      const time = findBox(traf, 'tfdt');
      if (!time) throw new MediaFault('box-malformed', 'no tfdt');
      const { view, version, offset } = readFullBox(time);
      if (version === 1) view.setBigUint64(offset, BigInt(readUint64(view, offset) + ticks));
      else if (readUint32(view, offset) + ticks > most32) throw new MediaFault('box-malformed', 'tfdt is too short');
      else view.setUint32(offset, readUint32(view, offset) + ticks);
    }
  }
}

import { readMediaList, type ListedPart, type MediaList } from './media-list.ts';

/** Milliseconds are written with three digits: sums of them differ by their rounding. */
const roundingS = 0.002;
const partShare = 0.85;

/**
 * What in a media playlist breaks RFC 8216 or Apple's rules for low latency (draft-pantos-hls-rfc8216bis), in words.
 * Dates are asked to rise as well, which ours must (MEDIA1).
 */
export function findListFaults(text: string): string[] {
  let list: MediaList;
  try {
    list = readMediaList(text);
  } catch (error) {
    return [String(error)];
  }
  const faults: string[] = [];
  const { segments, targetS, version, skipped, control } = list;
  const blame = (isFault: boolean, words: string): void => void (isFault && faults.push(words));

  blame(!Number.isInteger(targetS), 'the target duration is no whole number of seconds');
  blame(version < 6 && segments.some(({ map }) => map !== null), 'EXT-X-MAP needs version 6');
  blame(skipped > 0 && version < 9, 'EXT-X-SKIP needs version 9');
  for (const [index, segment] of segments.entries()) {
    const before = segments[index - 1];
    const name = `segment ${segment.number}`;
    blame(!(segment.durationS > 0), `${name} has no length`);
    blame(Math.round(segment.durationS) > targetS, `${name} is longer than the target duration`);
    blame(segment.map === null, `${name} has no init`);
    blame((index === 0 || segment.isBreak) && !segment.hasDate, `${name} has no date behind a break`);
    blame(segment.dateMs === null || Number.isNaN(segment.dateMs), `${name} has no date`);
    const endMs = before ? (before.dateMs ?? 0) + before.durationS * 1_000 : Number.NEGATIVE_INFINITY;
    blame((segment.dateMs ?? 0) < endMs - 150, `${name} begins before the one before ends`);
  }
  if (control.has('CAN-SKIP-UNTIL')) {
    blame(
      Number(control.get('CAN-SKIP-UNTIL')) < 6 * targetS,
      'what may be skipped is nearer than six target durations',
    );
  }
  blame(skipped > 0 && !control.has('CAN-SKIP-UNTIL'), 'it skips without having said that it can');
  if (list.partTargetS !== null) faults.push(...findPartFaults(list, list.partTargetS));
  else
    blame(list.hint !== null || segments.some(({ parts }) => parts.length > 0), 'it has parts without EXT-X-PART-INF');
  return faults;
}

function findPartFaults({ segments, openParts, control, hint, targetS }: MediaList, partTargetS: number): string[] {
  const faults: string[] = [];
  const holdBackS = Number(control.get('PART-HOLD-BACK'));
  if (!(holdBackS >= 3 * partTargetS - roundingS)) faults.push('PART-HOLD-BACK is less than three parts');
  if (control.get('CAN-BLOCK-RELOAD') !== 'YES') faults.push('parts without a reload that waits');
  const check = (parts: readonly ListedPart[], isWhole: boolean): void => {
    for (const [index, { uri, durationS }] of parts.entries()) {
      if (durationS > partTargetS + roundingS) faults.push(`part ${uri} is longer than the part target`);
      // The last of a segment may be shorter, and the last before a key frame, which begins a part of its own.
      const isLast = isWhole && index === parts.length - 1;
      const isBeforeKey = parts[index + 1]?.isIndependent === true;
      if (!isLast && !isBeforeKey && durationS < partShare * partTargetS - roundingS)
        faults.push(`part ${uri} is too short`);
    }
  };
  let behindS = openParts.reduce((sum, { durationS }) => sum + durationS, 0);
  for (const { number, parts, durationS } of segments.toReversed()) {
    check(parts, true);
    const sumS = parts.reduce((sum, part) => sum + part.durationS, 0);
    if (parts.length > 0 && Math.abs(sumS - durationS) > roundingS * parts.length) {
      faults.push(`the parts of segment ${number} last ${sumS.toFixed(3)} s, not ${durationS} s`);
    }
    if (parts.length > 0 && behindS > 3 * targetS) faults.push(`the parts of segment ${number} are three targets old`);
    behindS += durationS;
  }
  check(openParts, false);
  const named = new Set([...segments, { parts: openParts }].flatMap(({ parts }) => parts.map(({ uri }) => uri)));
  if (hint !== null && named.has(hint)) faults.push('it hints at a part that it lists');
  return faults;
}

/** What in a reload breaks what was said before: numbers, breaks, dates and what went. Both are lists of one address. */
export function findReloadFaults(beforeText: string, afterText: string): string[] {
  const [before, after] = [readMediaList(beforeText), readMediaList(afterText)];
  const faults: string[] = [];
  const toFirst = ({ segments, skipped }: MediaList): number => (segments[0]?.number ?? 0) - skipped;
  const toLast = ({ segments }: MediaList): number => segments.at(-1)?.number ?? 0;
  if (before.isEnded) return beforeText === afterText ? [] : ['it changed after its end'];
  if (before.targetS !== after.targetS) faults.push('the target duration changed');
  if (toFirst(after) < toFirst(before)) faults.push('the media sequence fell');
  if (toLast(after) < toLast(before)) faults.push('its end fell back');
  const byNumber = new Map(after.segments.map((segment) => [segment.number, segment]));
  for (const segment of before.segments) {
    const again = byNumber.get(segment.number);
    if (!again) continue;
    const name = `segment ${segment.number}`;
    if (again.uri !== segment.uri || again.map !== segment.map) faults.push(`${name} is another one`);
    if (again.durationS !== segment.durationS) faults.push(`${name} changed its length`);
    if (Math.abs((again.dateMs ?? 0) - (segment.dateMs ?? 0)) > 20) faults.push(`${name} changed its date`);
    // A delta counts its breaks from behind what it skipped (§5.2.2.2), so only whole lists can be held against each other.
    const isWhole = before.skipped === 0 && after.skipped === 0;
    if (isWhole && again.breaks !== segment.breaks) faults.push(`${name} is behind another number of breaks`);
    const [fewer, more] = [segment.parts, again.parts];
    if (more.length > 0 && fewer.some(({ uri }, index) => more[index]?.uri !== uri))
      faults.push(`${name} has other parts`);
  }
  const lengthS = after.segments.reduce((sum, { durationS }) => sum + durationS, 0);
  const hasLostSome = toFirst(after) > toFirst(before);
  if (hasLostSome && after.skipped === 0 && lengthS < 3 * after.targetS) {
    faults.push('segments went though the list is shorter than three target durations');
  }
  return faults;
}

/** A part of a segment as a media playlist names it. */
export interface ListedPart {
  uri: string;
  durationS: number;
  isIndependent: boolean;
}

/** A segment with what stands before it in the list. */
export interface ListedSegment {
  number: number;
  uri: string;
  durationS: number;
  /** Its own date, or what follows from the one before; null where nothing says it. */
  dateMs: number | null;
  hasDate: boolean;
  isBreak: boolean;
  /** Breaks up to here, counted from the list's own start. */
  breaks: number;
  map: string | null;
  parts: ListedPart[];
}

export interface MediaList {
  version: number;
  targetS: number;
  partTargetS: number | null;
  control: ReadonlyMap<string, string>;
  skipped: number;
  isEnded: boolean;
  segments: ListedSegment[];
  openParts: ListedPart[];
  hint: string | null;
}

const known = new Set([
  ...['EXTM3U', 'EXT-X-VERSION', 'EXT-X-TARGETDURATION', 'EXT-X-MEDIA-SEQUENCE', 'EXT-X-DISCONTINUITY-SEQUENCE'],
  ...['EXT-X-SERVER-CONTROL', 'EXT-X-PART-INF', 'EXT-X-PART', 'EXT-X-PRELOAD-HINT', 'EXT-X-SKIP', 'EXT-X-MAP'],
  ...['EXT-X-DISCONTINUITY', 'EXT-X-PROGRAM-DATE-TIME', 'EXTINF', 'EXT-X-PLAYLIST-TYPE', 'EXT-X-ENDLIST'],
]);

/** The attributes of a tag: `A=1,B="x,y"`. */
function readAttributes(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/([A-Z0-9-]+)=("[^"]*"|[^,]*)/g)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll('"', ''),
    ]),
  );
}

/** Reads a media playlist line by line, by none of our own code. Throws where a line is no line of a playlist. */
export function readMediaList(text: string): MediaList {
  if (!text.startsWith('#EXTM3U\n')) throw new Error('it does not begin with #EXTM3U');
  if (!text.endsWith('\n')) throw new Error('its last line is cut');
  const list: MediaList = {
    version: 1,
    targetS: Number.NaN,
    partTargetS: null,
    control: new Map(),
    skipped: 0,
    isEnded: false,
    segments: [],
    openParts: [],
    hint: null,
  };
  let number = 0;
  let breaks = 0;
  let map: string | null = null;
  let nextDateMs: number | null = null;
  let given: Partial<ListedSegment> = {};
  for (const line of text.split('\n')) {
    const [, tag, value = ''] = /^#(EXT[A-Z0-9-]*)(?::(.*))?$/.exec(line) ?? [];
    if (tag !== undefined && !known.has(tag)) throw new Error(`#${tag} is no tag of a media playlist`);
    const attributes = readAttributes(value);
    if (tag === 'EXT-X-VERSION') list.version = Number(value);
    else if (tag === 'EXT-X-TARGETDURATION') list.targetS = Number(value);
    else if (tag === 'EXT-X-PART-INF') list.partTargetS = Number(attributes.get('PART-TARGET'));
    else if (tag === 'EXT-X-SERVER-CONTROL') list.control = attributes;
    else if (tag === 'EXT-X-MEDIA-SEQUENCE') number = Number(value);
    else if (tag === 'EXT-X-DISCONTINUITY-SEQUENCE') breaks = Number(value);
    else if (tag === 'EXT-X-SKIP') {
      list.skipped = Number(attributes.get('SKIPPED-SEGMENTS'));
      number += list.skipped;
    } else if (tag === 'EXT-X-DISCONTINUITY') {
      given.isBreak = true;
      breaks += 1;
      nextDateMs = null;
    } else if (tag === 'EXT-X-MAP') map = attributes.get('URI') ?? null;
    else if (tag === 'EXT-X-PROGRAM-DATE-TIME') {
      given.hasDate = true;
      nextDateMs = Date.parse(value);
    } else if (tag === 'EXTINF') given.durationS = Number.parseFloat(value);
    else if (tag === 'EXT-X-ENDLIST') list.isEnded = true;
    else if (tag === 'EXT-X-PRELOAD-HINT') list.hint = attributes.get('URI') ?? null;
    else if (tag === 'EXT-X-PART') {
      list.openParts.push({
        uri: attributes.get('URI') ?? '',
        durationS: Number(attributes.get('DURATION')),
        isIndependent: attributes.get('INDEPENDENT') === 'YES',
      });
    } else if (line !== '' && !line.startsWith('#')) {
      const durationS = given.durationS ?? Number.NaN;
      const { hasDate = false, isBreak = false } = given;
      list.segments.push({
        ...{ number, uri: line, durationS, dateMs: nextDateMs, hasDate, isBreak, breaks, map },
        parts: list.openParts,
      });
      list.openParts = [];
      given = {};
      nextDateMs = nextDateMs === null ? null : nextDateMs + durationS * 1_000;
      number += 1;
    }
  }
  return list;
}

import { writeBox, writeLong, writeShorts, writeText, writeWords } from '../boxes/write-box.ts';
import {
  filmTimescale,
  frameTicks,
  writeDataHere,
  writeMediaHead,
  writeOffsets,
  writeTrackHeader,
} from './film-track.ts';

export interface FilmChapter {
  /** First frame of it. */
  frame: number;
  title: string;
}

/** What a film says of itself. */
export interface FilmTags {
  title: string;
  credit: string;
  chapters: readonly FilmChapter[];
}

const mostChapters = 255;
const hundredNanoseconds = 10_000_000;

/** `udta`: title, credit, and the chapters in the form that most players read (`chpl`). */
export function writeTags({ title, credit, chapters }: FilmTags): Uint8Array {
  const tag = (name: string, text: string) => writeBox(name, writeBox('data', 1, 0, writeText(text)));
  const handler = writeBox('hdlr', 0, 0, writeText('mdirappl'), 0, 0, new Uint8Array(1));
  const list = writeBox('ilst', tag('\u00A9nam', title), tag('\u00A9ART', credit), tag('\u00A9cmt', credit));
  const meta = writeBox('meta', 0, handler, list);
  return chapters.length === 0 ? writeBox('udta', meta) : writeBox('udta', meta, writeChapterList(chapters));
}

function writeChapterList(chapters: readonly FilmChapter[]): Uint8Array {
  const listed = chapters.slice(0, mostChapters);
  const rows = listed.flatMap(({ frame, title }) => {
    const text = cut(title, 255);
    const at = Math.round((frame * frameTicks * hundredNanoseconds) / filmTimescale);
    return [writeLong(at), Uint8Array.of(text.byteLength), text];
  });
  return writeBox('chpl', 0x01000000, 0, Uint8Array.of(listed.length), ...rows);
}

/** The texts of a chapter track, as they stand in the file: a length, the text, and that it is UTF-8. */
export function writeChapterTexts(chapters: readonly FilmChapter[]): Uint8Array[] {
  return chapters.map(({ title }) => {
    const text = cut(title, 1_000);
    const encoding = writeBox('encd', 0x100);
    const bytes = new Uint8Array(2 + text.byteLength + encoding.byteLength);
    bytes.set(writeShorts([text.byteLength]));
    bytes.set(text, 2);
    bytes.set(encoding, 2 + text.byteLength);
    return bytes;
  });
}

/** The chapters once more as a track of texts, as QuickTime and Safari read them. `offset`: where the texts lie. */
export function writeChapterTrack(
  chapters: readonly FilmChapter[],
  frames: number,
  { id, offset }: { id: number; offset: number },
): Uint8Array {
  const ends = [...chapters.slice(1).map(({ frame }) => frame), frames];
  const lengths = chapters.map(({ frame }, index) => ((ends[index] ?? frames) - frame) * frameTicks);
  const texts = writeChapterTexts(chapters);
  const startTicks = (chapters[0]?.frame ?? 0) * frameTicks;
  const ticks = lengths.reduce((sum, length) => sum + length, 0);
  const edits = [...(startTicks > 0 ? [startTicks, 0xffffffff, 0x10000] : []), ticks, 0, 0x10000];
  const table = writeBox(
    'stbl',
    writeBox('stsd', 0, 1, writeTextEntry()),
    writeBox('stts', 0, chapters.length, writeWords(lengths.flatMap((length) => [1, length]))),
    writeBox('stsc', 0, 1, 1, chapters.length, 1),
    writeBox('stsz', 0, 0, chapters.length, writeWords(texts.map(({ byteLength }) => byteLength))),
    writeOffsets([offset]),
  );
  const generic = writeBox(
    'gmhd',
    writeBox('gmin', 0, writeShorts([0x40, -0x8000, -0x8000, -0x8000, 0, 0])),
    writeBox('text', writeWords([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000])),
  );
  return writeBox(
    'trak',
    writeTrackHeader({ id, ticks: startTicks + ticks, width: 0, height: 0, isShown: false }),
    writeBox('edts', writeBox('elst', 0, edits.length / 3, writeWords(edits))),
    writeBox('mdia', ...writeMediaHead(ticks, 'text'), writeBox('minf', generic, writeDataHere(), table)),
  );
}

/** A sample entry of plain text: its own data reference, and nothing said of how it looks. */
const writeTextEntry = (): Uint8Array => writeBox('text', 0, 1, new Uint8Array(42), Uint8Array.of(0));

/** UTF-8 of at most so many bytes, never half a letter. */
function cut(text: string, mostBytes: number): Uint8Array {
  const bytes = writeText(text);
  if (bytes.byteLength <= mostBytes) return bytes;
  let end = mostBytes;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.slice(0, end);
}

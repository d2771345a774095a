export { MediaFault, mediaFaults, type MediaFaultReason } from './boxes/media-fault.ts';
export { readBoxes, findBox, type Box } from './boxes/box.ts';
export { createBoxSplitter, type BoxSplitter } from './boxes/box-splitter.ts';
export { type CodecSetup } from './boxes/codec-setup.ts';
export { parseInitSegment, type InitSegment } from './boxes/init-segment.ts';
export { delayFragments } from './boxes/delay-fragments.ts';
export { writeFragmentHead } from './boxes/write-fragment.ts';
export { parseFragment, type FragmentTimes } from './boxes/fragment.ts';
export { type MediaSegment, type OpenSegment, type SegmentPart, type TimedFragment } from './segment/media-segment.ts';
export { createFragmentReader, type FragmentReader, type PipeEvent } from './segment/fragment-reader.ts';
export { createSegmenter, type Segmenter, type SegmenterOptions } from './segment/segmenter.ts';
export { isBreak, toInitAddress, toSegmentAddress, type PlaylistSegment } from './playlist/playlist-line.ts';
export { writeLivePlaylist, type LivePlaylist } from './playlist/live-playlist.ts';
export { writeMultivariantPlaylist, type StreamVariant } from './playlist/multivariant-playlist.ts';
export { writeLowLatencyPlaylist } from './playlist/low-latency-playlist.ts';
export { joinChunks } from './boxes/adjacent.ts';
export { replayLimitMs, selectRange, writeReplayPlaylist } from './playlist/replay-playlist.ts';
export { parseSegmentIndex, writeSegmentRecord, type SegmentRecord } from './archive/segment-record.ts';
export { cutSpans, findGaps, joinSpans, sumSpans, type Span } from './archive/span.ts';
export { countBytes, parseFilmPiece, type FilmPiece } from './film/film-piece.ts';
export { writeFilmHead } from './film/film-file.ts';
export {
  groupSegments,
  writeFilmInit,
  writeFilmPlaylist,
  writeFilmSegmentHead,
  type FilmSegment,
} from './film/film-stream.ts';
export { type FilmChapter, type FilmTags } from './film/film-tags.ts';

import type { InitSegment } from '@sitecast/hls';

/** An init segment for tests that look at what surrounds it: of one pixel, and nothing can be decoded with it. */
export const plainInit: InitSegment = {
  bytes: Buffer.from('init'),
  trackId: 1,
  timescale: 90_000,
  width: 1,
  height: 1,
  setup: { family: 'avc', codec: 'avc1.42c01e', lengthBytes: 4, sequenceParameterSets: [] },
  defaults: { durationTicks: 0, sizeBytes: 0, flags: 0 },
};

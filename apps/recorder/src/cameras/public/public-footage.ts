import { findSpanOfSegment, type OpenSpan } from '../../privacy/public-span.ts';
import type { FootageReader } from '../../storage/footage/footage-reader.ts';

/** What is behind the public's view: what came, and what was masked. */
export interface Sources<Source> {
  sealed: Source;
  masked: Source;
}

export interface PublicTime {
  spans: () => readonly OpenSpan[];
  /** Nothing later is public yet. */
  untilMs: () => number;
}

const pick = <Source>(sources: Sources<Source>, span: OpenSpan): Source =>
  span.masked ? sources.masked : sources.sealed;

/** The footage that is public: of each span what it says, and nothing between them or after `untilMs`. */
export function createPublicFootage(sources: Sources<FootageReader>, time: PublicTime): FootageReader {
  const isOpen = (startMs: number, durationMs: number, masked: boolean): boolean =>
    findSpanOfSegment(time.spans(), startMs)?.masked === masked && startMs + durationMs <= time.untilMs();

  const collect = async (
    fromMs: number,
    toMs: number,
    list: (reader: FootageReader, fromMs: number, toMs: number) => ReturnType<FootageReader['listRange']>,
  ) => {
    const parts = await Promise.all(
      time
        .spans()
        .filter((span) => span.fromMs < toMs && span.toMs > fromMs)
        .map(async (span) => {
          const records = await list(pick(sources, span), Math.max(fromMs, span.fromMs), Math.min(toMs, span.toMs));
          return records.filter(
            (one) =>
              one.startMs >= span.fromMs && one.startMs < span.toMs && isOpen(one.startMs, one.durationMs, span.masked),
          );
        }),
    );
    return parts.flat();
  };

  const pickFor = (startMs: number): FootageReader | null => {
    const span = findSpanOfSegment(time.spans(), startMs);
    return !span || startMs > time.untilMs() ? null : pick(sources, span);
  };

  return {
    listRange: (fromMs, toMs) => collect(fromMs, toMs, (reader, from, to) => reader.listRange(from, to)),
    listHour: (startMs) => collect(startMs, startMs + 3_600_000, (reader) => reader.listHour(startMs)),
    readSegment: async (run, startMs) => pickFor(startMs)?.readSegment(run, startMs) ?? null,
    locateSegment: async (run, startMs) => pickFor(startMs)?.locateSegment(run, startMs) ?? null,
    // An init holds no picture; which one it is says which footage it is of.
    readInit: async (initId) => (await sources.sealed.readInit(initId)) ?? sources.masked.readInit(initId),
    findOldest: async () => {
      for (const span of time.spans()) {
        const oldestMs = await pick(sources, span).findOldest();
        const firstMs = oldestMs === null ? null : Math.max(oldestMs, span.fromMs);
        if (firstMs !== null && firstMs < Math.min(span.toMs, time.untilMs())) return firstMs;
      }
      return null;
    },
  };
}

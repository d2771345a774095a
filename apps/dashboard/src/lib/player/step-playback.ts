import { findNewestPicture, type NewestPicture } from './newest-picture.ts';
import type { Playback, PlaybackOptions } from './playback.ts';
import { findAvcCodec, readFirstFragment } from './read-picture.ts';

/** As often as segments come: each brings one key frame. */
const everyMs = 2_000;
const timeoutMs = 15_000;

/**
 * A live playlist as single pictures: of each segment no more than its key frame is fetched and shown, about one every two
 * seconds. It costs a fraction of the video, and is live all the same.
 */
export function openStepPlayback({ video, url, lowLatencyUrl, nowMs, onFatal }: PlaybackOptions): Playback {
  const ending = new AbortController();
  const media = new MediaSource();
  const mediaUrl = URL.createObjectURL(media);
  let listUrl = lowLatencyUrl ?? url;
  let buffer: SourceBuffer | null = null;
  let initAddress: string | null = null;
  let shown: NewestPicture | null = null;
  let newsAtMs: number | null = null;
  let isSuspended = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const fetchOf = (address: string): Promise<Response> =>
    fetch(address, { signal: AbortSignal.any([ending.signal, AbortSignal.timeout(timeoutMs)]) });
  const resolve = (address: string): string => new URL(address, new URL(listUrl, location.href)).href;

  const append = (to: SourceBuffer, bytes: Uint8Array<ArrayBuffer>): Promise<void> =>
    change(to, () => to.appendBuffer(bytes));

  /** Another setup is told before its first picture. */
  const prepare = async (address: string): Promise<SourceBuffer> => {
    if (buffer !== null && address === initAddress) return buffer;
    const answer = await fetchOf(resolve(address));
    if (!answer.ok) throw new Error(`an init segment was answered with ${answer.status}`);
    const init = new Uint8Array(await answer.arrayBuffer());
    const codec = findAvcCodec(init);
    const type = `video/mp4; codecs="${codec ?? ''}"`;
    if (codec === null || !MediaSource.isTypeSupported(type))
      throw new TypeError('the codec cannot be stepped through');
    if (buffer === null) buffer = media.addSourceBuffer(type);
    else buffer.changeType(type);
    await append(buffer, init);
    initAddress = address;
    return buffer;
  };

  const show = async (next: NewestPicture): Promise<void> => {
    const bytes = await readFirstFragment(
      resolve(next.address),
      AbortSignal.any([ending.signal, AbortSignal.timeout(timeoutMs)]),
    );
    const to = await prepare(next.initAddress);
    if (to.buffered.length > 0) await change(to, () => to.remove(0, Number.POSITIVE_INFINITY));
    await append(to, bytes);
    if (to.buffered.length === 0) return;
    shown = next;
    video.pause();
    video.currentTime = to.buffered.start(0) + 0.001;
  };

  const look = async (): Promise<void> => {
    const startedMs = nowMs();
    try {
      const answer = await fetchOf(listUrl);
      if (!answer.ok && listUrl !== url) listUrl = url;
      else if (!answer.ok) onFatal('network');
      else {
        const next = findNewestPicture(await answer.text());
        if (next !== null && next.address !== shown?.address) {
          await show(next);
          newsAtMs = nowMs();
        }
      }
    } catch (error) {
      if (ending.signal.aborted) return;
      onFatal(error instanceof TypeError && buffer === null ? 'other' : 'network');
    }
    if (!ending.signal.aborted && !isSuspended) plan(Math.max(200, everyMs - (nowMs() - startedMs)));
  };
  const plan = (afterMs: number): void => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void look(), afterMs);
  };
  const begin = (): void => {
    isSuspended = false;
    plan(0);
  };

  media.addEventListener('sourceopen', begin, { once: true });
  video.src = mediaUrl;

  return {
    readProgramTimeMs: () => shown?.atMs ?? null,
    readNewsAtMs: () => newsAtMs,
    // Only the newest picture is here.
    seekTo: () => false,
    reload: begin,
    recover: begin,
    toLiveEdge: begin,
    suspend() {
      isSuspended = true;
      if (timer) clearTimeout(timer);
    },
    resume: begin,
    close() {
      ending.abort();
      if (timer) clearTimeout(timer);
      URL.revokeObjectURL(mediaUrl);
      video.removeAttribute('src');
      video.load();
    },
  };
}

/** A source buffer takes one change after the other. */
function change(buffer: SourceBuffer, run: () => void): Promise<void> {
  return new Promise((done, fail) => {
    const end = (): void => {
      buffer.removeEventListener('updateend', end);
      buffer.removeEventListener('error', broken);
      done();
    };
    const broken = (): void => {
      buffer.removeEventListener('updateend', end);
      buffer.removeEventListener('error', broken);
      fail(new Error('the picture could not be decoded'));
    };
    buffer.addEventListener('updateend', end);
    buffer.addEventListener('error', broken);
    run();
  });
}

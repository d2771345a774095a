/**
 * Calls back for each frame that is really presented; where the browser cannot say, for each growth of the count of
 * decoded frames. Returns what ends it.
 */
export function watchFrames(video: HTMLVideoElement, onFrame: () => void): () => void {
  if (typeof video.requestVideoFrameCallback === 'function') {
    let handle = 0;
    const next = (): void => {
      onFrame();
      handle = video.requestVideoFrameCallback(next);
    };
    handle = video.requestVideoFrameCallback(next);
    return () => video.cancelVideoFrameCallback(handle);
  }
  let decoded = 0;
  const timer = setInterval(() => {
    const { totalVideoFrames } = video.getVideoPlaybackQuality();
    if (totalVideoFrames > decoded) onFrame();
    decoded = totalVideoFrames;
  }, 250);
  return () => clearInterval(timer);
}

/** Shows a box on the whole screen, or leaves it. A phone of Apple's gives it to a video alone, in its own player. */
export async function toggleFullScreen(box: HTMLElement): Promise<void> {
  if (document.fullscreenElement) return document.exitFullscreen();
  if ('requestFullscreen' in box) return box.requestFullscreen();
  const video = (box as HTMLElement).querySelector('video');
  if (video && 'webkitEnterFullscreen' in video) (video.webkitEnterFullscreen as () => void)();
}

/** Tells when a box has the whole screen and when it has not any more. Returns what ends it. */
export function watchFullScreen(box: HTMLElement, onChange: (isFull: boolean) => void): () => void {
  const tell = (): void => onChange(document.fullscreenElement === box);
  document.addEventListener('fullscreenchange', tell);
  return () => document.removeEventListener('fullscreenchange', tell);
}

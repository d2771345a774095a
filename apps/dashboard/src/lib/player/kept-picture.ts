/** Draws the video's picture onto a canvas, so that it outlives the player; false where there is none to draw. */
export function keepPicture(video: HTMLVideoElement, canvas: HTMLCanvasElement): boolean {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return false;
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext('2d');
  context?.drawImage(video, 0, 0);
  return context !== null;
}

/** Takes the picture away, with its memory. */
export function clearPicture(canvas: HTMLCanvasElement): void {
  canvas.width = 0;
  canvas.height = 0;
}

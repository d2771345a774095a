/**
 * Tells that a picture did not come; it may have failed before we did. For an attachment, because the policy allows no
 * handler in the server's HTML. Returns what ends it.
 */
export function watchFailure(image: HTMLImageElement, onFail: () => void): () => void {
  if (image.complete && image.naturalWidth === 0) onFail();
  image.addEventListener('error', onFail);
  return () => image.removeEventListener('error', onFail);
}

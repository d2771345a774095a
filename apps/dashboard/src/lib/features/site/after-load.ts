/**
 * Runs once the page with its pictures has loaded, so that what comes lazily never competes with what is looked at
 * first. The returned function takes it back.
 */
export function afterLoad(run: () => void): () => void {
  if (document.readyState === 'complete') {
    run();
    return () => {};
  }
  const start = () => void setTimeout(run);
  addEventListener('load', start, { once: true });
  return () => removeEventListener('load', start);
}

/**
 * Runs once the page with its pictures has loaded, so that what comes lazily never competes with what is looked at
 * first; in a task of its own, as asking for code is work too. The returned function takes it back.
 */
export function afterLoad(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const start = (): void => void (timer = setTimeout(run));
  if (document.readyState === 'complete') start();
  else addEventListener('load', start, { once: true });
  return () => {
    removeEventListener('load', start);
    clearTimeout(timer);
  };
}

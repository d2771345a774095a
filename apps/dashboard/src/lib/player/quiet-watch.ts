const signs = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;

/** Tells when nobody has moved anything in an element for a while, and when somebody does. Returns what ends it. */
export function watchQuiet(element: HTMLElement, afterMs: number, onChange: (isQuiet: boolean) => void): () => void {
  let timer = 0;
  const wake = (): void => {
    onChange(false);
    clearTimeout(timer);
    timer = window.setTimeout(() => onChange(true), afterMs);
  };
  for (const sign of signs) element.addEventListener(sign, wake);
  wake();
  return () => {
    for (const sign of signs) element.removeEventListener(sign, wake);
    clearTimeout(timer);
  };
}

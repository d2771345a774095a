/** Calls back when the page's colours may have changed: by the device, or by an attribute of the root. Ends when called. */
export function watchTheme(onChange: () => void): () => void {
  const device = matchMedia('(prefers-color-scheme: dark)');
  const root = new MutationObserver(onChange);
  device.addEventListener('change', onChange);
  root.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] });
  return () => {
    device.removeEventListener('change', onChange);
    root.disconnect();
  };
}

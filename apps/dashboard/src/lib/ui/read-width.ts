/** How wide an element stands, in CSS pixels, once the browser has laid it out: asking at once would make it do so. */
export const readWidth = (element: Element): Promise<number> =>
  new Promise((tell) => {
    const observer = new ResizeObserver(([entry]) => {
      observer.disconnect();
      tell(entry?.contentRect.width ?? 0);
    });
    observer.observe(element);
  });

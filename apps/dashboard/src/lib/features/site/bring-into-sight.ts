/** Where a row of tabs is wider than its window, the one that is open is pushed into its middle. For `{@attach}`. */
export function bringIntoSight(tab: HTMLElement): void {
  const row = tab.closest('ul, nav');
  if (!row || row.scrollWidth <= row.clientWidth) return;
  const [own, whole] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += own.left - whole.left - (whole.width - own.width) / 2;
}

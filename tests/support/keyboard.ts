import type { Page } from 'playwright-core';

/** What has the focus now: its name, and whether the page shows that it has it. */
export interface Focus {
  name: string;
  tag: string;
  isVisible: boolean;
}

/** Reads what has the focus; `isVisible` where it or a box around it wears an outline and it is in sight. */
export async function readFocus(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return { name: '', tag: 'body', isVisible: false };
    let isOutlined = false;
    for (let box: Element | null = focused; box && box !== document.body; box = box.parentElement) {
      const { outlineStyle, outlineWidth } = getComputedStyle(box);
      if (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) isOutlined = true;
    }
    const { top, bottom, left, right, width, height } = focused.getBoundingClientRect();
    const isInSight =
      width > 0 && height > 0 && bottom > 0 && right > 0 && top < window.innerHeight && left < window.innerWidth;
    const label = focused instanceof HTMLInputElement ? focused.labels?.[0] : null;
    const name = focused.getAttribute('aria-label') ?? label?.textContent ?? focused.textContent;
    return {
      name: name.replaceAll(/\s+/g, ' ').trim(),
      tag: focused.tagName.toLowerCase(),
      isVisible: isOutlined && isInSight,
    };
  });
}

/** Presses Tab until something of that name has the focus; answers every stop on the way. Rejects after `limit` presses. */
export async function tabTo(page: Page, name: RegExp, limit = 80): Promise<Focus[]> {
  const stops: Focus[] = [];
  while (stops.length < limit) {
    await page.keyboard.press('Tab');
    const focus = await readFocus(page);
    stops.push(focus);
    if (name.test(focus.name)) return stops;
  }
  throw new Error(`no way by Tab to ${name}; passed ${stops.map((stop) => stop.name || stop.tag).join(' | ')}`);
}

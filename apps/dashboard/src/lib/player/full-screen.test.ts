import { afterEach, expect, it, vi } from 'vitest';
import { toggleFullScreen } from './full-screen.ts';

afterEach(() => vi.unstubAllGlobals());

it('shows the whole box where a browser can, and its video alone where it can only that', async () => {
  vi.stubGlobal('document', { fullscreenElement: null });
  const shown: string[] = [];
  const video = { webkitEnterFullscreen: () => void shown.push('video') };
  const phone = { querySelector: () => video } as unknown as HTMLElement;
  const other = Object.assign({}, phone, { requestFullscreen: async () => void shown.push('box') });
  await toggleFullScreen(other);
  await toggleFullScreen(phone);
  expect(shown).toEqual(['box', 'video']);
});

it('leaves the full screen, whoever has it', async () => {
  let left = 0;
  vi.stubGlobal('document', { fullscreenElement: {}, exitFullscreen: async () => void (left += 1) });
  await toggleFullScreen({} as HTMLElement);
  expect(left).toBe(1);
});

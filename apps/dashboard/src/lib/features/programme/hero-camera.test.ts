import { describe, expect, it } from 'vitest';
import type { CameraState, CameraView } from '@sitecast/contract';
import { pickHeroCamera } from './hero-camera.ts';

const camera = (id: string, state: CameraState, playlistUrl: string | null = '/p', stillUrl: string | null = '/s') =>
  ({ id, health: { state, since: '', lastFrameAt: null }, playlistUrl, stillUrl }) as CameraView;

describe('the hero', () => {
  it('is a live camera before any other', () => {
    const cameras = [camera('a', 'offline'), camera('b', 'live'), camera('c', 'unknown')];
    expect(pickHeroCamera(cameras)?.id).toBe('b');
  });

  it('is the first with a picture where none is live', () => {
    const cameras = [camera('a', 'held', null, null), camera('b', 'offline', null), camera('c', 'offline', null)];
    expect(pickHeroCamera(cameras)?.id).toBe('b');
    expect(pickHeroCamera([])).toBeNull();
  });
});

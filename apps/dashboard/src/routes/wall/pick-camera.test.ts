import { describe, expect, it } from 'vitest';
import { camera } from '../../lib/live/views.fixture.ts';
import { mostOnWall, pickCamera, pickCameras } from './pick-camera.ts';

describe('pickCamera', () => {
  const cameras = [camera('gate', 'held'), camera('mast', 'live'), camera('plaza', 'live')];

  it('begins with a live camera and stays with it through short troubles', () => {
    expect(pickCamera(cameras, null, null)?.id).toBe('mast');
    expect(pickCamera([cameras[0]!, camera('mast', 'stalled'), cameras[2]!], 'mast', null)?.id).toBe('mast');
  });

  it('leaves a camera that is off when another is live, and only then', () => {
    expect(pickCamera([camera('mast', 'offline'), camera('plaza', 'live')], 'mast', null)?.id).toBe('plaza');
    expect(pickCamera([camera('mast', 'offline'), camera('plaza', 'frozen')], 'mast', null)?.id).toBe('mast');
  });

  it('stays with the camera it is held to', () => {
    expect(pickCamera(cameras, 'mast', 'gate')?.id).toBe('gate');
    expect(pickCamera(cameras, 'mast', 'no-such')?.id).toBe('mast');
  });

  it('shows none where there is none', () => {
    expect(pickCamera([], 'mast', null)).toBeNull();
  });
});

describe('pickCameras', () => {
  const many = Array.from({ length: mostOnWall + 2 }, (_, index) =>
    camera(`gate-${index}`, index === 1 ? 'offline' : 'live'),
  );

  it('shows side by side all that may be seen, in their order, those too that are off', () => {
    const few = [camera('gate', 'held'), camera('mast', 'offline'), camera('plaza', 'live')];
    expect(pickCameras(few).map(({ id }) => id)).toEqual(['mast', 'plaza']);
    expect(pickCameras([])).toEqual([]);
  });

  it('shows six of more, and none that is off in the place of one that is on', () => {
    const shown = pickCameras(many).map(({ id }) => id);
    expect(shown).toEqual(['gate-0', 'gate-2', 'gate-3', 'gate-4', 'gate-5', 'gate-6']);
  });
});

import { findFfmpeg, startOnvifDevice, startSceneCamera, type OnvifDevice } from '@sitecast/simulator';

/** A network camera that really turns: its picture over RTSP, its orders over ONVIF. */
export interface TurningCamera {
  sourceUrl: string;
  /** With the password in it. */
  onvifUrl: string;
  device: OnvifDevice;
  close(): Promise<void>;
}

const size = { width: 320, height: 180 };

/** Starts one with the presets `gate` (where it stands at first) and `crane`. */
export async function startTurningCamera(password: string): Promise<TurningCamera> {
  const ffmpeg = findFfmpeg(process.env);
  if (ffmpeg === null) throw new Error('ffmpeg is missing: install it (apt-get install ffmpeg) or set FFMPEG_PATH');
  const camera = await startSceneCamera({
    ffmpeg,
    source: drawWall,
    ...size,
    keyEveryS: 1,
    path: 'wall',
    credentials: null,
  });
  const device = await startOnvifDevice({
    credentials: { user: 'operator', password },
    presets: [
      { token: 'gate', name: 'Gate', turn: { x: 0, y: 0 } },
      { token: 'crane', name: 'Crane', turn: { x: 90, y: 40 } },
    ],
    reach: { x: 200, y: 100 },
    turn: (to) => camera.turn(to),
  });
  return {
    sourceUrl: camera.url,
    onvifUrl: device.url,
    device,
    async close() {
      await device.close();
      await camera.close();
    },
  };
}

/** A wall of bricks, no two alike, with something that moves before it. */
function drawWall(atMs: number): Buffer {
  const frame = Buffer.alloc((size.width * size.height * 3) / 2, 128);
  const lorry = Math.floor(atMs / 40) % size.width;
  for (let y = 0; y < size.height; y += 1) {
    for (let x = 0; x < size.width; x += 1) {
      const brick = ((x >> 4) * 73 + (y >> 4) * 151 + (x >> 4) * (y >> 4) * 31) % 180;
      frame[y * size.width + x] = y > 120 && Math.abs(x - lorry) < 12 ? 235 : 40 + brick;
    }
  }
  return frame;
}

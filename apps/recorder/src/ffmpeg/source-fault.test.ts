import { describe, expect, it } from 'vitest';
import { isPacketLoss, parseSourceFault } from './source-fault.ts';

describe('what ffmpeg says of a source', () => {
  it.each([
    ['[rtsp @ 0x55] method DESCRIBE failed: 401 Unauthorized', 'wrong-password'],
    ['rtsp://127.0.0.1:1/x: Server returned 401 Unauthorized (authorization failed)', 'wrong-password'],
    ['[rtsp @ 0x55] method DESCRIBE failed: 404 Not Found', 'not-found'],
    ['rtsp://127.0.0.1:1/x: Connection refused', 'refused'],
    ['tcp://10.0.0.9:554: Connection timed out', 'unreachable'],
    ['tcp://10.0.0.9:554: No route to host', 'unreachable'],
    ["Stream map '0:v:0' matches no streams.", 'no-video'],
    [
      'Could not find tag for codec mjpeg in stream #0, codec not currently supported in container',
      'codec-unsupported',
    ],
    ['[h264 @ 0x55] error while decoding MB 10 10', null],
  ])('%s', (line, fault) => {
    expect(parseSourceFault(line)).toBe(fault);
  });

  it('hears of lost packets', () => {
    expect(isPacketLoss('[rtsp @ 0x55] RTP: missed 3 packets')).toBe(true);
    expect(isPacketLoss('[rtsp @ 0x55] DTS out of order')).toBe(false);
  });
});

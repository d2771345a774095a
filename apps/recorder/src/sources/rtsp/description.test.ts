import { expect, it } from 'vitest';
import { describeVideo } from './description.ts';

const local = { aggregate: 'rtsp://127.0.0.1:1/p', track: 'rtsp://127.0.0.1:1/p/track' };
const base = 'rtsp://camera.lan/live';
const sdp = (session: string, ...media: string[]): string =>
  ['v=0', 'o=- 0 0 IN IP4 10.0.0.9', session, ...media].join('\r\n');
const sound = 'm=audio 0 RTP/AVP 0\r\na=control:rtsp://other.host/audio';
const video = (control: string, codec = 'H264'): string =>
  `m=video 0 RTP/AVP 96\r\na=rtpmap:96 ${codec}/90000\r\na=fmtp:96 packetization-mode=1\r\na=control:${control}`;

it('hands on the one video track with the relay addresses alone', () => {
  const found = describeVideo(sdp('a=control:*', sound, video('trackID=1')), base, local);
  expect(found).toMatchObject({ ok: true, aggregateUri: base, trackUri: `${base}/trackID=1` });
  const text = found.ok ? found.text : '';
  expect(text).toContain('a=fmtp:96 packetization-mode=1');
  expect(text.match(/^m=/gm)).toHaveLength(1);
  expect([...text.matchAll(/a=control:(.*)\r\n/g)].map((match) => match[1])).toEqual([local.aggregate, local.track]);
  expect(text).not.toMatch(/camera\.lan|other\.host/);
});

it.each([
  ['relative to the base', 'a=control:*', 'trackID=1', `${base}/trackID=1`],
  ['relative to an absolute session', 'a=control:rtsp://camera.lan/s/', 'track1', 'rtsp://camera.lan/s/track1'],
  ['absolute', 'a=control:*', 'rtsp://camera.lan:554/live/t?x=1', 'rtsp://camera.lan:554/live/t?x=1'],
  ['missing', 's=x', '', base],
])('finds a track address that is %s', (_name, session, control, trackUri) => {
  expect(describeVideo(sdp(session, video(control)), base, local)).toMatchObject({ ok: true, trackUri });
});

it('takes the first video that can be carried, and names what is missing', () => {
  const two = sdp('s=x', video('a', 'JPEG'), video('b', 'H265'));
  expect(describeVideo(two, base, local)).toMatchObject({ ok: true, trackUri: `${base}/b` });
  expect(describeVideo(sdp('s=x', video('a', 'VP8')), base, local)).toEqual({ ok: false, fault: 'codec-unsupported' });
  expect(describeVideo(sdp('s=x', 'm=video 0 RTP/AVP 26'), base, local)).toEqual({
    ok: false,
    fault: 'codec-unsupported',
  });
  expect(describeVideo(sdp('s=x', sound), base, local)).toEqual({ ok: false, fault: 'no-video' });
  expect(describeVideo(sdp('s=x', video('x RTSP/1.0\rSession: 1')), base, local)).toEqual({
    ok: false,
    fault: 'no-video',
  });
  expect(describeVideo('', base, local)).toEqual({ ok: false, fault: 'no-video' });
});

import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters } from 'werift';

const rtcpFeedback = [{ type: 'nack' }];
const parameters = 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f';

/** A sender over WebRTC whose pictures are ffmpeg's. */
export interface RtcSender {
  offer: string;
  /** Begins to send to where the answer says. */
  accept(answer: string): Promise<void>;
  /** It is gone without a word. */
  vanish(): Promise<void>;
}

export async function openRtcSender(mimeType: 'video/H264' | 'video/VP8' = 'video/H264'): Promise<RtcSender> {
  const connection = new RTCPeerConnection({
    iceServers: [],
    iceUseIpv6: false,
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: { video: [new RTCRtpCodecParameters({ mimeType, clockRate: 90_000, rtcpFeedback, parameters })] },
  });
  const track = new MediaStreamTrack({ kind: 'video' });
  connection.addTransceiver(track, { direction: 'sendonly' });
  await connection.setLocalDescription(await connection.createOffer());

  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.on('message', (packet) => {
    const kind = (packet[1] ?? 0) & 0x7f;
    if (connection.connectionState === 'connected' && (kind < 72 || kind > 76)) track.writeRtp(packet);
  });
  const picture = ['-re', '-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=25'];
  const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-bf', '0', '-bsf:v', 'dump_extra'];
  const url = `rtp://127.0.0.1:${socket.address().port}?pkt_size=1100`;
  const argv = ['-nostdin', '-v', 'error', ...picture, ...codec, '-f', 'rtp', url];
  const ffmpeg = spawn('ffmpeg', argv, { stdio: 'ignore' });
  const exited = once(ffmpeg, 'exit');

  return {
    offer: connection.localDescription?.sdp ?? '',
    accept: (answer) => connection.setRemoteDescription({ type: 'answer', sdp: answer }),
    async vanish() {
      ffmpeg.kill('SIGKILL');
      await exited;
      socket.close();
      await connection.close();
    },
  };
}

import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { RtspTransport } from './rtsp-message.ts';
import type { StreamViewer } from './video-stream.ts';

/** Carries RTP to one client. */
export type RtpSender = StreamViewer & {
  /** The Transport header of the answer to SETUP. */
  describe: () => string;
  close: () => void;
};

/** Past this much unsent data a slow client loses pictures up to the next key frame, as a camera's small buffer does. */
const maxUnsentBytes = 4_000_000;

/** Opens the way the client asked for. Every way begins at a key frame: nothing before it could be decoded. */
export async function openRtpSender(
  socket: Socket,
  transport: RtspTransport,
  isSilent: () => boolean,
): Promise<RtpSender> {
  return transport.kind === 'tcp' ? toTcpSender(socket, transport, isSilent) : toUdpSender(socket, transport, isSilent);
}

function toTcpSender(
  socket: Socket,
  transport: Extract<RtspTransport, { kind: 'tcp' }>,
  isSilent: () => boolean,
): RtpSender {
  let isWaitingForKey = true;
  return {
    describe: () => `RTP/AVP/TCP;unicast;interleaved=${transport.rtpChannel}-${transport.rtcpChannel}`,
    onPicture: (picture) => {
      if (isSilent() || socket.destroyed) return;
      if (socket.writableLength > maxUnsentBytes) isWaitingForKey = true;
      if (isWaitingForKey && !(picture.isKey && socket.writableLength < maxUnsentBytes)) return;
      isWaitingForKey = false;
      const parts: Buffer[] = [];
      for (const packet of picture.packets) parts.push(toFrameHead(transport.rtpChannel, packet.length), packet);
      socket.write(Buffer.concat(parts));
    },
    onReport: (report) => {
      if (isSilent() || socket.destroyed) return;
      socket.write(Buffer.concat([toFrameHead(transport.rtcpChannel, report.length), report]));
    },
    close: () => {
      isWaitingForKey = true;
    },
  };
}

function toFrameHead(channel: number, bytes: number): Buffer {
  const head = Buffer.allocUnsafe(4);
  head.writeUInt8(0x24, 0);
  head.writeUInt8(channel, 1);
  head.writeUInt16BE(bytes, 2);
  return head;
}

async function toUdpSender(
  socket: Socket,
  transport: Extract<RtspTransport, { kind: 'udp' }>,
  isSilent: () => boolean,
): Promise<RtpSender> {
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1';
  const [rtp, rtcp] = await Promise.all([openUdp(), openUdp()]);
  let isWaitingForKey = true;
  return {
    describe: () => {
      const ports = `client_port=${transport.rtpPort}-${transport.rtcpPort}`;
      return `RTP/AVP;unicast;${ports};server_port=${rtp.address().port}-${rtcp.address().port}`;
    },
    onPicture: (picture) => {
      if (isSilent() || (isWaitingForKey && !picture.isKey)) return;
      isWaitingForKey = false;
      for (const packet of picture.packets) rtp.send(packet, transport.rtpPort, address);
    },
    onReport: (report) => {
      if (!isSilent()) rtcp.send(report, transport.rtcpPort, address);
    },
    close: () => {
      rtp.close();
      rtcp.close();
    },
  };
}

async function openUdp(): Promise<UdpSocket> {
  const socket = createSocket('udp4');
  // A client that went away answers with ICMP "port unreachable"; its TCP connection says the same and ends the session.
  socket.on('error', () => undefined);
  socket.bind(0);
  await once(socket, 'listening');
  return socket;
}

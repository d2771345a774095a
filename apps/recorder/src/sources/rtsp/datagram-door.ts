import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

/** Two neighbouring UDP ports for one track: pictures come to the even one, reports (RTCP) to the other. */
export interface DatagramDoor {
  readonly ports: readonly [media: number, control: number];
  /** The camera's ports, once it named them: the way to us is opened, for firewalls between. */
  reach(ports: readonly [media: number, control: number]): void;
  /** A report for the camera. */
  sendControl(packet: Buffer): void;
  close(): void;
}

export interface DatagramDoorOptions {
  /** Ours, on which the camera is spoken to. */
  localAddress: string;
  /** The camera's: what comes from elsewhere is not looked at, and nothing is sent elsewhere. */
  cameraAddress: string;
  onMedia: (packet: Buffer) => void;
  onControl: (packet: Buffer) => void;
}

const mostTries = 20;
/** Room for a key picture of 4K that comes at once. */
const receiveBytes = 2 << 20;
const lowestPort = 1_024;

function bind(address: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    socket.once('error', reject);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', reject);
      // A port that nobody listens on any more is no fault: silence is what counts.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

async function bindPair(address: string): Promise<[Socket, Socket]> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const media = await bind(address, 0);
    const { port } = media.address();
    const control = port % 2 === 0 ? await bind(address, port + 1).catch(() => null) : null;
    if (control) return [media, control];
    media.close();
  }
  throw new Error('no two neighbouring UDP ports are free');
}

/** Opens the pair. Rejects where no two neighbouring ports are free. */
export async function openDatagramDoor(options: DatagramDoorOptions): Promise<DatagramDoor> {
  const { cameraAddress } = options;
  const [media, control] = await bindPair(options.localAddress);
  let peer: readonly [number, number] | null = null;
  let isClosed = false;
  const listen = (socket: Socket, take: (packet: Buffer) => void): void => {
    try {
      socket.setRecvBufferSize(receiveBytes);
    } catch {
      // The system gives what it gives.
    }
    socket.on('message', (packet, from) => {
      if (from.address === cameraAddress) take(packet);
    });
  };
  listen(media, options.onMedia);
  listen(control, options.onControl);
  const send = (socket: Socket, packet: Buffer, port: number | undefined): void => {
    if (port !== undefined && !isClosed) socket.send(packet, port, cameraAddress, () => undefined);
  };

  return {
    ports: [media.address().port, control.address().port],
    reach(ports) {
      if (ports.some((port) => port < lowestPort || port > 65_535)) return;
      peer = ports;
      // An RTP packet without payload and an empty receiver report: every camera takes them and does nothing.
      send(media, Buffer.from('800000000000000000000000', 'hex'), ports[0]);
      send(control, Buffer.from('80c9000100000000', 'hex'), ports[1]);
    },
    sendControl: (packet) => send(control, packet, peer?.[1]),
    close() {
      if (isClosed) return;
      isClosed = true;
      media.close();
      control.close();
    },
  };
}

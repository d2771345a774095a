import { openDatagramDoor, type DatagramDoor } from './datagram-door.ts';
import { createPacketOrder } from '../rtp/packet-order.ts';
import { createPictureGate } from '../rtp/picture-gate.ts';
import { frameHeadBytes } from './reader.ts';
import type { RtpCodec } from '../rtp/key-picture.ts';
import type { RtpJoiner } from './rtp-joiner.ts';

/** One track whose packets come over UDP, made into what comes over a connection. */
export interface DatagramTrack {
  /** `Transport` as the camera is asked for it. */
  readonly asked: string;
  /** Whether the camera said where it sends from. */
  readonly isGranted: boolean;
  /** Takes the camera's `Transport`; false where it grants no UDP. */
  accept(transport: string): boolean;
  /** An interleaved frame of ffmpeg's: its reports go to the camera, all else goes nowhere. */
  send(frame: Buffer): void;
  close(): void;
}

export interface DatagramTrackOptions {
  localAddress: string;
  cameraAddress: string;
  codec: RtpCodec;
  /** Gets the packets of whole pictures in order, on channel 0. */
  joiner: RtpJoiner;
  now: () => number;
  /** Whether what comes must be dropped, because nobody takes it. */
  isHeld: () => boolean;
  /** Something came. */
  onArrival: () => void;
  onControl: (packet: Buffer) => void;
}

const mostPacketBytes = 65_535 - frameHeadBytes;

function frame(packet: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(frameHeadBytes + packet.length);
  framed[0] = 0x24;
  framed[1] = 0;
  framed.writeUInt16BE(packet.length, 2);
  packet.copy(framed, frameHeadBytes);
  return framed;
}

/** Opens its ports. Rejects where none are free. */
export async function openDatagramTrack(options: DatagramTrackOptions): Promise<DatagramTrack> {
  const { joiner, now } = options;
  const gate = createPictureGate(options.codec, (packet) => {
    const framed = frame(packet);
    joiner.push(framed, 0, framed.length);
  });
  const order = createPacketOrder({ deliver: (packet, isAfterGap) => gate.push(packet, isAfterGap) });
  let isGranted = false;
  const door: DatagramDoor = await openDatagramDoor({
    localAddress: options.localAddress,
    cameraAddress: options.cameraAddress,
    onMedia(packet) {
      if (packet.length > mostPacketBytes) return;
      if (options.isHeld()) return gate.lose();
      order.push(packet, now());
      options.onArrival();
    },
    onControl: options.onControl,
  });
  const [mediaPort, controlPort] = door.ports;

  return {
    asked: `RTP/AVP;unicast;client_port=${mediaPort}-${controlPort}`,
    get isGranted() {
      return isGranted;
    },
    accept(transport) {
      const [, media, control] = /server_port=(\d{1,5})(?:-(\d{1,5}))?/i.exec(transport) ?? [];
      isGranted = /^RTP\/AVP(?:\/UDP)?\s*;/i.test(transport) && !/multicast/i.test(transport);
      if (isGranted && media !== undefined) door.reach([Number(media), Number(control ?? Number(media) + 1)]);
      return isGranted;
    },
    send(bytes) {
      if (bytes[1] === 1) door.sendControl(bytes.subarray(frameHeadBytes));
    },
    close: () => door.close(),
  };
}

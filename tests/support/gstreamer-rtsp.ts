import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('gstreamer-rtsp.py', import.meta.url));
const packages = 'python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-{good,bad,ugly}';

export interface GstreamerRtspOptions {
  /** 0 or left out: any free port. */
  port?: number;
  /** A pattern of GStreamer's videotestsrc: `ball` moves, `black` and `snow` say what they are. */
  pattern?: string;
  /** Left out: 320x192. */
  size?: `${number}x${number}`;
  codec?: 'h264' | 'h265' | 'jpeg' | 'audio' | 'sound';
  /** The one transport it grants; `tcp` where nothing is said. */
  transport?: 'tcp' | 'udp';
  auth?: { kind: 'basic' | 'digest'; username: string; password: string };
  /** PEM file with certificate and key: the server speaks RTSPS. */
  certificate?: string;
}

export interface GstreamerRtsp {
  readonly port: number;
  /** Its address without user name and password. */
  readonly url: string;
  /** Sets the camera to another codec while it runs: its sessions end, its address is the same. */
  switchTo(codec: 'h264' | 'h265'): void;
  /** Ends the server as a pulled plug does: at once. */
  stop(): Promise<void>;
}

/** Throws an error that names the Debian packages where GStreamer's RTSP server is not installed. */
export function requireGstreamer(): void {
  const probe = spawnSync(python, ['-c', "import gi; gi.require_version('GstRtspServer', '1.0')"]);
  if (probe.status !== 0) throw new Error(`GStreamer's RTSP server is missing: apt-get install ${packages}`);
}

/** Starts GStreamer's RTSP server on loopback; the camera is at `/camera`. Start again on `port` to plug it in again. */
export async function startGstreamerRtsp(options: GstreamerRtspOptions = {}): Promise<GstreamerRtsp> {
  requireGstreamer();
  const {
    port = 0,
    pattern = 'ball',
    size = '320x192',
    codec = 'h264',
    transport = 'tcp',
    auth,
    certificate,
  } = options;
  const argv = [
    script,
    '--port',
    String(port),
    '--pattern',
    pattern,
    '--size',
    size,
    '--codec',
    codec,
    '--transport',
    transport,
  ];
  if (auth) argv.push('--auth', auth.kind, '--user', auth.username);
  if (certificate !== undefined) argv.push('--certificate', certificate);
  const child = spawn(python, argv, { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${auth?.password ?? ''}\n`);
  const exited = once(child, 'exit');
  const ended = exited.then(() => Promise.reject(new Error(`GStreamer's RTSP server ended: ${complaint.slice(-500)}`)));
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string];
  ended.catch(() => undefined);
  const bound = (JSON.parse(line) as { port: number }).port;
  return {
    port: bound,
    url: `${certificate === undefined ? 'rtsp' : 'rtsps'}://127.0.0.1:${bound}/camera`,
    switchTo: (codec) => child.stdin.write(`codec ${codec}\n`),
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

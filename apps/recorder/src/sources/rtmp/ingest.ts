/** Where cameras push to; each camera's stream is then read by its ffmpeg from a loopback address of its own. */
export interface RtmpIngest {
  readonly host: string;
  readonly port: number;
  start(): Promise<void>;
  close(): Promise<void>;
  /** The address a camera pushes to, without its key: `rtmp://host:port/<camera>`. */
  ingestUrl(camera: string): string;
}

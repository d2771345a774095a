import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** What is measured of a camera when somebody asks. */
export interface CameraMeasures {
  id: string;
  isLive: boolean;
  restarts: number;
  bitsPerSecond: number | null;
  /** Seconds since the last whole frame; null before the first. */
  frameAgeS: number | null;
}

export interface RecorderMeasures {
  cameras: CameraMeasures[];
  freeBytes: number | null;
  floorBytes: number | null;
  /** Smaller renditions that are being made. */
  renditions: number;
  isRecording: boolean;
}

/** Prometheus text, measured at the moment it is asked for. */
export function createMetrics(measure: () => RecorderMeasures): { read(): Promise<string> } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const camera = (name: string, help: string) =>
    new Gauge({ name: `sitecast_camera_${name}`, help, labelNames: ['camera'], registers: [registry] });
  const disk = (name: string, help: string) => new Gauge({ name: `sitecast_${name}`, help, registers: [registry] });

  const live = camera('live', '1 while the camera is live');
  const restarts = camera('restarts', 'Times its source ended since the start');
  const bits = camera('bits_per_second', 'Bit rate over the last segments');
  const age = camera('frame_age_seconds', 'Seconds since its last whole frame');
  const free = disk('disk_free_bytes', 'Free bytes of the disk with the footage');
  const floor = disk('disk_floor_bytes', 'Free bytes below which nothing is recorded');
  const renditions = disk('renditions', 'Smaller renditions that are being made');
  const recording = disk('recording', '1 while there is room to record');

  return {
    read() {
      const measures = measure();
      for (const gauge of [live, restarts, bits, age]) gauge.reset();
      for (const one of measures.cameras) {
        live.set({ camera: one.id }, one.isLive ? 1 : 0);
        restarts.set({ camera: one.id }, one.restarts);
        if (one.bitsPerSecond !== null) bits.set({ camera: one.id }, one.bitsPerSecond);
        if (one.frameAgeS !== null) age.set({ camera: one.id }, one.frameAgeS);
      }
      if (measures.freeBytes !== null) free.set(measures.freeBytes);
      if (measures.floorBytes !== null) floor.set(measures.floorBytes);
      renditions.set(measures.renditions);
      recording.set(measures.isRecording ? 1 : 0);
      return registry.metrics();
    },
  };
}

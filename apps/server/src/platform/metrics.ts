import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  observeRequest(method: string, route: string, status: number, seconds: number): void;
  /** Adds a number that is read when somebody asks. */
  addGauge(name: string, help: string, read: () => number): void;
  read(): Promise<{ type: string; text: string }>;
  close(): void;
}

/** Numbers for Prometheus, in a registry of this server alone. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'sitecast_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  return {
    observeRequest: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    addGauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers: [registry],
        collect() {
          this.set(read());
        },
      });
    },
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
    close: () => registry.clear(),
  };
}

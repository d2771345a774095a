import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { routes } from '@sitecast/contract';
import { createKeyText, readSigningKey } from '@sitecast/ledger';
import { readOrCreateSecret } from '@sitecast/program';
import { findPrinter } from '../adapters/chromium/print-page.ts';
import { createControlClient } from '../adapters/recorder/control-client.ts';
import { createEventStream } from '../adapters/recorder/event-stream.ts';
import { createCameraStates, listCameraViews } from '../features/cameras/index.ts';
import {
  createPeopleHandlers,
  createSessionHandlers,
  createSetupPath,
  createSignInLimits,
  createUseNote,
  findByHash,
  keepOperatorToken,
  type AccessChange,
} from '../features/people/index.ts';
import type { SealPace } from '../features/ledger/index.ts';
import { createHttpApp } from '../http/create-http-app.ts';
import { loadDashboardPages } from '../http/dashboard-pages.ts';
import { createMediaProxy } from '../http/media-proxy.ts';
import { createPushProxy } from '../http/push-proxy.ts';
import { createRequestObserver } from '../http/observe-requests.ts';
import { createOperation } from '../http/operation.ts';
import { createAddressReader } from '../platform/client-address.ts';
import { systemClock, type Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { migrations } from '../platform/database/migrations/index.ts';
import { openDatabase } from '../platform/database/open-database.ts';
import { createEventTail } from '../platform/event-log/event-tail.ts';
import { createIdentify } from '../platform/identify.ts';
import { createIds, hashSecret, type Ids } from '../platform/ids.ts';
import { createLog, type Log } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import { createOriginGuard } from '../platform/origin-guard.ts';
import { createRenderTickets } from '../platform/render-tickets.ts';
import { createStore } from '../platform/store.ts';
import { createSockets } from '../realtime/create-sockets.ts';
import { startHousekeeping } from './housekeeping.ts';
import { startStamping } from './start-stamping.ts';
import { createPageReader } from './page-reader.ts';
import { createReadiness, readStatus } from './readiness.ts';
import { createReportCoverage } from './report-coverage.ts';
import { findVisibility, keepValidCredentials, readLastSeqs } from './read-access.ts';
import { wireCameras } from './wire-cameras.ts';
import { wireDomain } from './wire-domain.ts';
import { wireMail } from './wire-mail.ts';
import { wireFootage } from './wire-footage.ts';

export interface RunningServer {
  readonly port: number;
  /** The one-time setup path while there is no administrator; it is shown once and kept nowhere. */
  readonly setupPath: string | null;
  /** Ends in order (ENV5): unready, no new work, writes finished, sockets told, log written back. */
  close(): Promise<void>;
}

/** Wires and starts the whole server. */
export async function startServer(
  config: Config,
  given: { clock?: Clock; ids?: Ids; log?: Log; reportsEveryMs?: number; canPrint?: boolean; sealPace?: SealPace } = {},
): Promise<RunningServer> {
  const clock = given.clock ?? systemClock;
  const ids = given.ids ?? createIds(clock);
  const log = given.log ?? createLog(config.logLevel);
  const secret = (name: string) => readOrCreateSecret(config.secretsDirectory, name, ids.createSecret);
  const controlToken = await secret('control.token');
  const operatorToken = await secret('operator.token');
  const newKey = await createKeyText();
  const ledgerKey = await readSigningKey(await readOrCreateSecret(config.secretsDirectory, 'ledger.key', () => newKey));
  const database = openDatabase(path.join(config.dataDirectory, 'server', 'sitecast.db'), migrations, clock);
  const store = createStore(database.db);
  const tail = createEventTail(store, log);
  const metrics = createMetrics();
  let draining = false;
  const isDraining = (): boolean => draining;

  const states = createCameraStates(clock);
  const recorder = createControlClient(config.recorderUrl, controlToken);
  const domain = wireDomain({
    config,
    store,
    clock,
    ids,
    log,
    ledgerKey,
    sealPace: given.sealPace,
    listCameraViews: (db, project) => listCameraViews(db, states, project),
    readCoverage: createReportCoverage({
      store,
      log,
      recorderUrl: config.recorderUrl,
      recorderToken: controlToken,
      listCameraViews: (db, project) => listCameraViews(db, states, project),
    }),
  });
  const tickets = createRenderTickets(ids.createSecret);
  const print = given.canPrint === false ? null : findPrinter(process.env['CHROMIUM_PATH']);
  const mail = wireMail({
    config,
    store,
    clock,
    ids,
    log,
    tickets,
    endKey: await secret('mail.key'),
    print,
    issueReports: domain.issueReports,
    port: () => port,
    everyMs: given.reportsEveryMs ?? 30_000,
  });
  const footage = wireFootage({
    store,
    clock,
    log,
    states,
    tail,
    recorderUrl: config.recorderUrl,
    recorderToken: controlToken,
    listMilestones: (db, project) => domain.listMilestones(db, project),
  });
  const onAccessChange = (change: AccessChange): void => sockets.disconnect(change);
  const people = { store, clock, ids, limits: createSignInLimits(), onAccessChange };
  const cameras = wireCameras({
    store,
    clock,
    ids,
    log,
    states,
    recorder,
    events: createEventStream(config.recorderUrl, controlToken, log),
    tail,
    projectExists: domain.projectExists,
    programmeCode: () => domain.programmeCode(),
  });
  const handlers = {
    ...createSessionHandlers(people),
    ...createPeopleHandlers(people),
    ...cameras.handlers,
    ...footage.handlers,
    ...domain.handlers,
    ...mail.handlers,
  };

  const guard = createOriginGuard(config.origin);
  const addressOf = createAddressReader(config.trustedProxies);
  const noteUse = createUseNote(store, clock);
  const findUsed = async (shown: string, kind: 'session' | 'token') => {
    const found = await findByHash(store.db, hashSecret(shown), kind, clock);
    if (found) await noteUse(found.credential);
    return found;
  };
  const identify = createIdentify({
    origin: config.origin,
    addressOf,
    findSession: (shown) => findUsed(shown, 'session'),
    findToken: async (shown) => tickets.find(shown) ?? findUsed(shown, 'token'),
  });
  const media = createMediaProxy({
    recorderUrl: config.recorderUrl,
    recorderToken: controlToken,
    visibilityOf: (camera, caller, door) => findVisibility(store.db, camera, caller, door),
  });
  const pushed = createPushProxy(config.recorderUrl);

  await domain.start();
  await keepOperatorToken(people, operatorToken);
  const pages = await loadDashboardPages({
    file: config.dashboardBuild,
    origin: config.origin,
    log,
    readerFor: (caller) => createPageReader({ store, clock, states, domain, footage, mail }, caller),
  });
  const app = createHttpApp({
    routes,
    handlers,
    store,
    clock,
    log,
    origin: config.origin,
    guard,
    identify,
    isDraining,
    observe: createRequestObserver(metrics, log),
    operation: createOperation({
      readiness: createReadiness({ store, states, tail, dataDirectory: config.dataDirectory }),
      isDraining,
      readMetrics: metrics.read,
      metricsToken: config.metricsToken,
      addressOf,
      readStatus: () => readStatus({ store, states, clock, schema: database.schema }),
    }),
    media,
    pushed,
    findPicture: domain.findPicture,
    findDocument: domain.findDocument,
    openLedgerExport: domain.openLedgerExport,
    exportPlan: domain.exportPlan,
    printPage: print,
    pages,
  });
  const http = createServer(
    { requestTimeout: 60_000, headersTimeout: 10_000, keepAliveTimeout: 5_000, connectionsCheckingInterval: 5_000 },
    app,
  );
  const sockets = createSockets({
    http,
    guard,
    identify,
    tail,
    topics: {
      exists: async (topic, code) =>
        topic === 'programme' ? code === (await domain.programmeCode()) : domain.projectExists(store.db, code),
      readSnapshot: (room) =>
        room.project === null ? domain.readProgramme(room.audience) : domain.readProject(room.project, room.audience),
    },
    readLastSeqs: () => readLastSeqs(store.db),
    keepValid: (credentials) => keepValidCredentials(store.db, credentials, clock),
    clock,
    log,
  });
  metrics.addGauge('sitecast_sockets', 'Open pages', () => sockets.count());
  metrics.addGauge('sitecast_event_seq', 'Newest event handed on', () => tail.seq);
  metrics.addGauge('sitecast_recorder_silent_ms', 'Since the last beat of the recorder', () => states.silentMs() ?? -1);

  await sockets.start();
  cameras.start();
  footage.start();
  const port = await listen(http, config);
  await mail.start();
  const housekeeping = startHousekeeping({ store, clock, log });
  const stamping = startStamping({ store, clock, log, authority: config.timestampAuthority });
  const setupPath = await createSetupPath(people);
  log.info({ port, schema: database.schema }, 'the server listens');

  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    draining = true;
    log.info('the server stops');
    http.closeIdleConnections();
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    await domain.close();
    await store.settle();
    await sockets.drain();
    await cameras.close();
    await mail.close();
    await footage.close();
    const force = setTimeout(() => http.closeAllConnections(), 2_000);
    await closed;
    clearTimeout(force);
    media.close();
    pushed.close();
    housekeeping.close();
    await stamping.close();
    await store.settle();
    await tail.close();
    metrics.close();
    database.checkpoint();
    await database.close();
  };
  return { port, setupPath, close: () => (closing ??= close()) };
}

function listen(http: Server, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    // A deep backlog: ten thousand pages that come back at once must not have their SYNs dropped.
    http.listen({ port: config.port, host: config.host, backlog: 4_096 }, () => {
      http.off('error', reject);
      resolve((http.address() as AddressInfo).port);
    });
  });
}

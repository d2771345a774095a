import type { PageReader } from '@sitecast/contract';
import { findInvitation, listPeople, needsSetup, toSessionView } from '../features/people/index.ts';
import { listManagedCameras, type CameraStates } from '../features/cameras/index.ts';
import { audienceFor, isAllowed, type Caller } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Store } from '../platform/store.ts';
import type { Domain } from './domain.ts';
import type { wireMail } from './wire-mail.ts';
import type { wireFootage } from './wire-footage.ts';

type Mail = Pick<ReturnType<typeof wireMail>, 'readSubscription'>;
type Footage = Pick<ReturnType<typeof wireFootage>, 'readerFor'>;

/** The read models of one caller, for the pages' server-side rendering. */
export function createPageReader(
  parts: { store: Store; clock: Clock; states: CameraStates; domain: Domain; footage: Footage; mail: Mail },
  caller: Caller,
): PageReader {
  const { store, clock, states, domain } = parts;
  return {
    session: () => toSessionView(caller),
    needsSetup: () => needsSetup(store.db),
    programme: () => domain.readProgramme(audienceFor(caller, null)),
    project: (code) => domain.readProject(code, audienceFor(caller, code)),
    ledger: (code, upTo) => domain.readLedger(code, upTo ?? null),
    figures: async (code) => (isAllowed(caller, 'figures.read', code) ? domain.readFigures(code, caller) : null),
    entries: async (code) =>
      isAllowed(caller, 'entry.read', code) && (await domain.projectExists(store.db, code))
        ? domain.readEntries(code)
        : null,
    plan: async (code) =>
      isAllowed(caller, 'plan.read', code) && (await domain.projectExists(store.db, code))
        ? domain.readPlanView(code)
        : null,
    portfolio: async (asOf) => (isAllowed(caller, 'figures.read', null) ? domain.readPortfolio(caller, asOf) : null),
    investorSheet: async (code, asOf) =>
      isAllowed(caller, 'figures.read', code) ? domain.readSheet(code, caller, asOf) : null,
    report: async (code, month) =>
      isAllowed(caller, 'figures.read', code) ? domain.readReport(code, caller, month) : null,
    projectRecord: async (code) => (isAllowed(caller, 'project.write', code) ? domain.readProjectRecord(code) : null),
    documents: (code) => domain.listDocuments(code, caller),
    costs: async (code) =>
      isAllowed(caller, 'cost.post', code) && (await domain.projectExists(store.db, code))
        ? domain.listCosts(code)
        : null,
    subscription: async (code) =>
      isAllowed(caller, 'figures.read', code) && (await domain.projectExists(store.db, code))
        ? parts.mail.readSubscription(code, caller)
        : null,
    managedCameras: async (code) => {
      if (!isAllowed(caller, 'camera.read-private', code) || !(await domain.projectExists(store.db, code))) return null;
      return listManagedCameras(store.db, states, code);
    },
    people: async () => (isAllowed(caller, 'person.write', null) ? listPeople(store.db) : null),
    invitation: async (token) => {
      const person = await findInvitation(store.db, token, clock);
      return person && { name: person.name, login: person.login };
    },
    channel: (code) => domain.readChannel(code),
    ...parts.footage.readerFor(caller),
  };
}

import { cleanImage } from '../adapters/photo/clean-image.ts';
import { seedDemo } from '../demo/seed-demo.ts';
import { insertVersion, prepareDocument, type DocumentFiles } from '../features/documents/index.ts';
import { openItem } from '../features/milestones/index.ts';
import { readPlan, recordEntry } from '../features/progress/index.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Store } from '../platform/store.ts';
import { markAsDemo } from './post-provenance.ts';

/** Makes the demo programme through the same doors as a project's own people. */
export async function makeDemo(parts: { store: Store; ids: Ids; log: Log; documents: DocumentFiles }): Promise<void> {
  const { store, ids, documents } = parts;
  // A history that is made at once is sealed after it, as what it is: sealed later than what it tells.
  const sealNothing = (): Promise<void> => Promise.resolve();
  await seedDemo({
    store,
    ids,
    openItem,
    readPlan,
    recordEntry: (tx, entry) => recordEntry(tx, sealNothing, entry),
    markAsDemo,
    addDocument: async (tx, project, document) => {
      const ready = await prepareDocument(document, cleanImage);
      await documents.keep(ready.sha256, ready.bytes);
      const { record, at } = document;
      const about = { project, record, ready, createId: ids.createId, atMs: Date.parse(at), by: 'demo' };
      await insertVersion(tx, about);
    },
  });
  parts.log.info('the demo programme was made: facts with their sources, the rest marked as sample');
}

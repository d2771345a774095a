import { archiveRulesSchema, type ArchiveRules } from '@sitecast/contract';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { FootageParts } from './parts.ts';

const defaultRules = archiveRulesSchema.parse({});

/** The rules of a camera's archive as they stand here. */
export async function readRules(db: Reader, camera: string): Promise<ArchiveRules> {
  const row = await db.selectFrom('footage_rules').select('rules').where('camera', '=', camera).executeTakeFirst();
  return row ? readJson<ArchiveRules>(row.rules) : defaultRules;
}

/** Tells the recorder the rules of a camera where it is known to have others. Rejects with Refusal. */
export async function tellRules(
  { store, archive, rulesThere }: Pick<FootageParts, 'store' | 'archive' | 'rulesThere'>,
  camera: string,
): Promise<void> {
  const there = rulesThere(camera);
  const rules = await readRules(store.db, camera);
  // Both come from the same schema, so their keys are in the same order.
  if (there && JSON.stringify(there) !== JSON.stringify(archiveRulesSchema.parse(rules))) {
    await archive.tellRules(camera, rules);
  }
}

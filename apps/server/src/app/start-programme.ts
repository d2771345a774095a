import type { Store } from '../platform/store.ts';

/**
 * Gives an empty database its programme: the demo, or, where that is switched off, a bare one without projects. A
 * database that has one is never touched, whatever the environment says.
 */
export async function startProgramme(parts: {
  store: Store;
  /** null: nothing was said; the first start makes the demo. */
  demo: boolean | null;
  seedDemo: () => Promise<void>;
}): Promise<void> {
  const { store } = parts;
  if (await store.db.selectFrom('programme').select('code').executeTakeFirst()) return;
  if (parts.demo !== false) {
    await parts.seedDemo();
    return;
  }
  const name = { kk: 'Бағдарлама', ru: 'Программа', en: 'Programme', ko: '프로그램', zh: '项目计划' };
  const description = {
    kk: 'Әзірге жобалар жоқ.',
    ru: 'Проектов пока нет.',
    en: 'There are no projects yet.',
    ko: '아직 프로젝트가 없습니다.',
    zh: '目前还没有项目。',
  };
  await store.write(async (tx) => {
    await tx
      .insertInto('programme')
      .values({
        code: 'programme',
        name: JSON.stringify(name),
        description: JSON.stringify(description),
        zone: 'Asia/Almaty',
        provenance: JSON.stringify({ kind: 'sample', source: null }),
      })
      .execute();
  });
}

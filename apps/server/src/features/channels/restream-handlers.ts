import { Refusal, type RecorderRestream, type RestreamView, type RouteId } from '@sitecast/contract';
import { appendAudit } from '../../platform/audit.ts';
import type { Call, HandlersOf } from '../../platform/call.ts';
import { isInScope } from '../../platform/caller.ts';
import { toInstant } from '../../platform/clock.ts';
import type { Tx } from '../../platform/store.ts';
import type { ChannelParts } from './parts.ts';
import type { RestreamTable } from './tables.ts';

type RestreamRoutes = 'restreams.list' | 'restream.add' | 'restream.change' | 'restream.remove';

/** Destinations of a project's cameras. What the recorder refuses is not written; what is not written it is told to forget. */
export function createRestreamHandlers(parts: ChannelParts): HandlersOf<RestreamRoutes> {
  const { store, clock, recorder, log } = parts;

  const findOwn = async (call: Pick<Call<RouteId>, 'caller'>, id: string): Promise<RestreamTable> => {
    const row = await store.db
      .selectFrom('restream')
      .selectAll()
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    const { principal } = call.caller;
    if (!row || !principal || !isInScope(principal, row.project)) throw new Refusal('restream.not-found');
    return row;
  };

  const audit = (
    tx: Tx,
    call: Pick<Call<RouteId>, 'caller' | 'requestId'>,
    action: string,
    id: string,
    detail: unknown,
  ) =>
    appendAudit(tx, {
      atMs: clock.now(),
      actor: call.caller.principal?.id ?? 'visitor',
      action,
      entity: 'restream',
      entityId: id,
      requestId: call.requestId,
      detail,
    });

  const toView = (row: RestreamTable, actual: RecorderRestream | undefined): RestreamView => ({
    id: row.id,
    camera: row.camera,
    name: row.name,
    host: row.host,
    enabled: row.enabled === 1,
    version: row.version,
    // A recorder that cannot be asked shows nothing that we know of.
    state: actual?.state ?? 'off',
    since: actual?.since ?? row.created_at,
    fault: actual?.fault ?? null,
    bitsPerSecond: actual?.bitsPerSecond ?? null,
    restarts: actual?.restarts ?? 0,
  });

  return {
    'restreams.list': async (call) => {
      const rows = await store.db
        .selectFrom('restream')
        .selectAll()
        .where('project', '=', call.params.project)
        .where('removed_at', 'is', null)
        .orderBy('created_at')
        .execute();
      const actual = rows.length === 0 ? [] : await recorder.listRestreams();
      return {
        items: rows.map((row) =>
          toView(
            row,
            actual.find(({ id }) => id === row.id),
          ),
        ),
      };
    },

    'restream.add': async (call) => {
      const { project } = call.params;
      const { id, camera, name, target } = call.body;
      if ((await parts.projectOf(store.db, camera)) !== project) throw new Refusal('camera.not-found');
      const former = await store.db.selectFrom('restream').selectAll().where('id', '=', id).executeTakeFirst();
      if (former && (former.removed_at === null || former.project !== project)) throw new Refusal('restream.exists');
      const actual = await recorder.putRestream(id, { camera, target, enabled: false });
      try {
        return await call.write(async (tx) => {
          const row: RestreamTable = {
            ...{ id, project, camera, name, host: actual.host, enabled: 0, version: (former?.version ?? 0) + 1 },
            ...{ created_at: toInstant(clock.now()), removed_at: null },
          };
          const inserted = await tx
            .insertInto('restream')
            .values(row)
            .onConflict((oc) => oc.column('id').doUpdateSet(row).where('restream.removed_at', 'is not', null))
            .executeTakeFirst();
          if (inserted.numInsertedOrUpdatedRows !== 1n) throw new Refusal('restream.exists');
          await audit(tx, call, 'restream.add', id, { project, camera, name, host: row.host });
          return toView(row, actual);
        });
      } catch (error) {
        const isKept = await store.db.selectFrom('restream').select('id').where('id', '=', id).executeTakeFirst();
        if (!isKept) {
          await recorder
            .removeRestream(id)
            .catch((err: unknown) => log.warn({ err, restream: id }, 'a restream stayed behind'));
        }
        throw error;
      }
    },

    'restream.change': async (call) => {
      const before = await findOwn(call, call.params.restream);
      const { expectedVersion, name, target, enabled } = call.body;
      if (before.version !== expectedVersion) {
        throw new Refusal('record.conflict', { current: toView(before, undefined) });
      }
      const wanted = { ...(target && { target }), ...(enabled !== undefined && { enabled }) };
      const actual =
        Object.keys(wanted).length > 0
          ? await recorder.changeRestream(before.id, wanted)
          : (await recorder.listRestreams()).find(({ id }) => id === before.id);
      return call.write(async (tx) => {
        const after: RestreamTable = {
          ...before,
          name: name ?? before.name,
          host: actual?.host ?? before.host,
          enabled: (enabled ?? before.enabled === 1) ? 1 : 0,
          version: before.version + 1,
        };
        const updated = await tx
          .updateTable('restream')
          .set(after)
          .where('id', '=', after.id)
          .where('version', '=', expectedVersion)
          .where('removed_at', 'is', null)
          .executeTakeFirst();
        if (updated.numUpdatedRows !== 1n) throw new Refusal('record.conflict');
        await audit(tx, call, 'restream.change', after.id, { name, enabled, hasNewTarget: target !== undefined });
        return toView(after, actual);
      });
    },

    'restream.remove': async (call) => {
      const before = await findOwn(call, call.params.restream);
      await recorder.removeRestream(before.id);
      return call.write(async (tx) => {
        await tx
          .updateTable('restream')
          .set({ removed_at: toInstant(clock.now()), enabled: 0, version: before.version + 1 })
          .where('id', '=', before.id)
          .execute();
        await audit(tx, call, 'restream.remove', before.id, {});
        return null;
      });
    },
  };
}

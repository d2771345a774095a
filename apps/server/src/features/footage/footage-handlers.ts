import { grantedClipMs, publicClipMs, Refusal, type ClipView } from '@sitecast/contract';
import { appendAudit } from '../../platform/audit.ts';
import type { HandlersOf } from '../../platform/call.ts';
import { isAllowed, requireAllowed, type Caller } from '../../platform/caller.ts';
import { toInstant } from '../../platform/clock.ts';
import { createClipLimit } from './clip-limits.ts';
import { readRules, tellRules } from './footage-rules.ts';
import { readMoment } from './moment.ts';
import type { FilmedCamera, FootageCall, FootageParts } from './parts.ts';
import { openCamera, readCoverage, readDay, readMonth } from './read-archive.ts';
import type { FootageRulesTable } from './tables.ts';

type FootageRoutes =
  | 'archive-month.read'
  | 'archive-day.read'
  | 'coverage.read'
  | 'footage-pass.issue'
  | 'clip.order'
  | 'clip.read'
  | 'clip.give-up'
  | 'moment.read'
  | 'footage-rules.read'
  | 'footage-rules.change';

/** Answers for the past of the cameras. Denied by default: held and unpublished cameras give nothing. */
export function createFootageHandlers(parts: FootageParts): HandlersOf<FootageRoutes> {
  const { store, clock, archive } = parts;
  const takeClip = createClipLimit();

  const audit = (call: FootageCall, action: string, camera: string, detail: unknown): Promise<void> =>
    store.write((tx) =>
      appendAudit(tx, {
        atMs: clock.now(),
        actor: call.caller.principal?.id ?? 'visitor',
        action,
        entity: 'camera',
        entityId: camera,
        requestId: call.requestId,
        detail,
      }),
    );

  return {
    'archive-month.read': ({ params, caller }) => readMonth(parts, params.camera, params.month, caller),
    'archive-day.read': ({ params, caller }) => readDay(parts, params.camera, params.day, caller),
    'coverage.read': ({ params, query, caller }) => readCoverage(parts, params.camera, query, caller),

    'footage-pass.issue': async (call) => {
      const camera = await openCamera(parts, call.params.camera, call.caller);
      requireAllowed(call.caller, 'footage.read', camera.project);
      const { from, to } = call.body;
      // A pass opens what the public may see once it is old; what is hidden stays hidden.
      if (!camera.isShown) throw new Refusal('media.held');
      const pass = await archive.issuePass(camera.id, from, to);
      await audit(call, 'footage.read', camera.id, { from, to });
      return pass;
    },

    'clip.order': async (call) => {
      const camera = await openCamera(parts, call.params.camera, call.caller);
      const isPublic = !isAllowed(call.caller, 'footage.read', camera.project);
      const { from, to } = call.body;
      if (Date.parse(to) - Date.parse(from) > (isPublic ? publicClipMs : grantedClipMs)) {
        throw new Refusal('clip.too-long', { fields: [{ field: 'to', message: 'is too long after from' }] });
      }
      if (!mayCut(camera)) throw new Refusal('camera.not-found');
      if (isPublic) await takeClip(call.caller.address);
      const project = (await parts.listProjects(store.db)).find(({ code }) => code === camera.project);
      const projectName = project?.title.en ?? camera.project;
      const title = `${projectName} · ${camera.name.en ?? camera.id}`;
      const credit = `${projectName}, ${camera.id}${camera.isSample ? ' (sample)' : ''} · Sitecast`;
      const clip = await archive.orderClip({ camera: camera.id, from, to, title, credit, isPublic });
      if (!isPublic) await audit(call, 'clip.order', camera.id, { from, to, clip: clip.id });
      return clip;
    },

    'clip.read': (call) => findClip(parts, call.params.clip, call.caller),
    'clip.give-up': async (call) => {
      const clip = await findClip(parts, call.params.clip, call.caller);
      await archive.giveUpClip(clip.id);
      return null;
    },
    'footage-rules.read': async (call) => {
      const camera = await openCamera(parts, call.params.camera, call.caller);
      requireAllowed(call.caller, 'camera.write', camera.project);
      return readRules(store.db, camera.id);
    },
    'footage-rules.change': async (call) => {
      const camera = await openCamera(parts, call.params.camera, call.caller);
      requireAllowed(call.caller, 'camera.write', camera.project);
      const row: FootageRulesTable = {
        camera: camera.id,
        rules: JSON.stringify(call.body),
        changed_at: toInstant(clock.now()),
      };
      const rules = await call.write(async (tx) => {
        await tx
          .insertInto('footage_rules')
          .values(row)
          .onConflict((oc) => oc.column('camera').doUpdateSet(row))
          .execute();
        await appendAudit(tx, {
          atMs: clock.now(),
          actor: call.caller.principal?.id ?? 'visitor',
          action: 'footage-rules.change',
          entity: 'camera',
          entityId: camera.id,
          requestId: call.requestId,
          detail: call.body,
        });
        return call.body;
      });
      // Where the recorder is away it is told later.
      await tellRules(parts, camera.id).catch((err: unknown) =>
        parts.log.warn({ err }, 'archive rules are told later'),
      );
      return rules;
    },
    'moment.read': ({ params }) => readMoment(parts, params.project, params.item),
  };
}

/**
 * The one place that says of which cameras clips are cut: those the public sees now. The recorder cuts them out of what
 * is public, so a mask is in every pixel of them too.
 */
function mayCut(camera: FilmedCamera): boolean {
  return camera.isShown;
}

/** A clip of a camera that was hidden meanwhile is not there any more. */
async function findClip(parts: FootageParts, id: string, caller: Caller): Promise<ClipView> {
  const clip = await parts.archive.readClip(id);
  const camera = await openCamera(parts, clip.camera, caller).catch(() => null);
  if (!camera || !mayCut(camera)) throw new Refusal('clip.not-found');
  return clip;
}

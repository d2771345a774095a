import { Refusal, type PtzFault, type PublicSpan, type TaughtPreset } from '@sitecast/contract';
import type { Call, HandlersOf } from '../../platform/call.ts';
import { toInstant } from '../../platform/clock.ts';
import { closeSpans } from '../../platform/public-spans.ts';
import type { Tx } from '../../platform/store.ts';
import { appendCameraEvents } from './camera-events.ts';
import { findCamera, toManagedCamera } from './camera-records.ts';
import { changePrivacy } from './change-privacy.ts';
import { auditCamera, findOwnCamera } from './own-camera.ts';
import type { CameraParts } from './parts.ts';
import { toRecorderWish } from './recorder-wish.ts';
import type { CameraTable } from './tables.ts';

export interface CameraMoves {
  handlers: HandlersOf<'camera.presets' | 'camera.move'>;
  /** Whether it is told to move, or moves. */
  isTurning(id: string): boolean;
}

/** After these the camera stands where it stood; after any other it may have heard the order. */
const plainFaults: ReadonlySet<string> = new Set([
  'refused',
  'wrong-password',
  'not-found',
  'redirected',
  'no-ptz',
  'no-preset',
] satisfies PtzFault[]);

/**
 * Moving a camera to a preset. What is in force was reviewed for what it shows now: it ends, in the transaction that
 * says who moves it, before the camera hears of it. The follower puts the mask of the preset into force on arrival.
 */
export function createCameraMoves(parts: CameraParts): CameraMoves {
  const { store, clock, states, recorder } = parts;
  const underWay = new Set<string>();
  const isTurning = (id: string): boolean => underWay.has(id) || states.get(id)?.ptz?.turning === true;

  /** Whether the public sees it at all: only then something is lost. */
  const isReviewed = (row: CameraTable): boolean => row.mask_version !== null;

  /** The mask in force belongs to where it stands, unless somebody else turned it. */
  const learn = async (tx: Tx, row: CameraTable, at: TaughtPreset | undefined): Promise<void> => {
    if (!at || row.preset !== null || row.mask_version === null || states.healthOf(row.id).state === 'moved') return;
    await parts.keepPresetMask(tx, row.id, at, row.mask_version);
  };

  const beginMove = async (
    call: Call<'camera.move'>,
    id: string,
    to: TaughtPreset,
    at: TaughtPreset | undefined,
  ): Promise<{ before: CameraTable; after: CameraTable }> =>
    store.write(async (tx) => {
      const before = await findCamera(tx, id);
      if (!before) throw new Refusal('camera.not-found');
      await learn(tx, before, at);
      await parts.supersedeProposal(tx, id);
      const spans = closeSpans(JSON.parse(before.spans) as PublicSpan[], toInstant(clock.now()));
      const after = await changePrivacy(tx, { states, clock }, id, {
        mask_version: null,
        mask: null,
        mask_proposed: null,
        spans: JSON.stringify(spans),
        preset: null,
        turning_to: JSON.stringify(to),
      });
      await auditCamera(tx, clock, call, 'camera.move', id, { preset: to.token, name: to.name });
      return { before, after: after ?? before };
    });

  /** It did not move: what was reviewed holds again, unless somebody changed it meanwhile. */
  const takeBack = async (
    call: Call<'camera.move'>,
    { before, after }: { before: CameraTable; after: CameraTable },
    fault: string,
  ): Promise<void> => {
    const restored = await store.write(async (tx) => {
      await auditCamera(tx, clock, call, 'camera.not-moved', before.id, { fault });
      const current = await findCamera(tx, before.id);
      if (!plainFaults.has(fault) || current?.version !== after.version) return null;
      const { mask_version, mask, spans, preset, turning_to } = before;
      return changePrivacy(tx, { states, clock }, before.id, { mask_version, mask, spans, preset, turning_to });
    });
    if (restored) await parts.pushToRecorder(restored);
  };

  return {
    isTurning,
    handlers: {
      'camera.presets': async (call) => {
        const row = await findOwnCamera(store, call, call.params.camera);
        const { fault, presets, at } = await recorder.readPresets(row.id);
        const listed = await Promise.all(
          presets.map(async (preset) => ({
            token: preset.token,
            name: preset.name,
            reviewed:
              (isReviewed(row) && row.preset === null && preset.token === at) ||
              (await parts.findPresetMask(store.db, row.id, preset)) !== null,
          })),
        );
        return { camera: row.id, fault, presets: listed, at, takesOff: isReviewed(row) };
      },

      'camera.move': async (call) => {
        const row = await findOwnCamera(store, call, call.params.camera);
        if (isTurning(row.id)) throw new Refusal('camera.turning');
        underWay.add(row.id);
        try {
          const { fault, presets, at } = await recorder.readPresets(row.id);
          const to = presets.find(({ token }) => token === call.body.preset);
          if (fault !== null || !to) throw notMoved(fault ?? 'no-preset');
          const stands = presets.find(({ token }) => token === at);
          const isKept =
            (row.preset === null && stands === to) || (await parts.findPresetMask(store.db, row.id, to)) !== null;
          if (isReviewed(row) && !isKept && !call.body.leavesPublic) throw new Refusal('camera.leaves-public');
          const move = await beginMove(call, row.id, to, stands);
          try {
            // It must have closed what is public before it turns.
            states.apply(await recorder.changeCamera(row.id, toRecorderWish(move.after)));
            states.apply(await recorder.goToPreset(row.id, to.token));
          } catch (error) {
            await takeBack(call, move, toFault(error));
            throw error;
          }
          return await call.write(async (tx) => {
            const current = (await findCamera(tx, row.id)) ?? move.after;
            await appendCameraEvents(tx, states, clock, current, null);
            return toManagedCamera(states, current);
          });
        } finally {
          underWay.delete(row.id);
        }
      },
    },
  };
}

const notMoved = (fault: PtzFault): Refusal =>
  new Refusal('camera.not-moved', { detail: fault, fields: [{ field: 'preset', message: fault }] });

/** The recorder's word for it; with any other refusal nothing was asked of the camera. */
function toFault(error: unknown): string {
  if (!(error instanceof Refusal)) return 'unknown';
  return error.code === 'camera.not-moved' ? (error.fields[0]?.message ?? 'unknown') : 'refused';
}

import type { ClipView, ErrorCode } from '@sitecast/contract';
import { createDraft, sendDraft } from '#lib/api/index.ts';

const pollMs = 1_000;

/** One clip from its order to its file. Asking after it says that somebody waits; who leaves gives it up. */
export function createClipOrder() {
  let clip = $state.raw<ClipView | null>(null);
  let isSending = $state(false);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let current = 0;

  const isOpen = (view: ClipView | null): boolean => view?.state === 'waiting' || view?.state === 'cutting';
  const stop = (): void => {
    current += 1;
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  const follow = (id: string, turn: number): void => {
    timer = setTimeout(() => void ask(id, turn), pollMs);
  };
  const ask = async (id: string, turn: number): Promise<void> => {
    const answer = await fetch(`/api/clips/${id}`).catch(() => null);
    if (turn !== current) return;
    if (answer?.ok) clip = (await answer.json()) as ClipView;
    else if (answer?.status === 404) clip = null;
    // A line that broke is asked again: the recorder waits half a minute.
    if (turn === current && isOpen(clip)) follow(id, turn);
  };

  return {
    get clip() {
      return clip;
    },
    get isSending() {
      return isSending;
    },
    /** Orders a clip; answers what was refused, null where it was taken. */
    async place(camera: string, from: string, to: string): Promise<{ code: ErrorCode | null } | null> {
      stop();
      clip = null;
      isSending = true;
      const answer = await sendDraft<ClipView>(createDraft(`/api/cameras/${camera}/clips`, { from, to }));
      isSending = false;
      if (!answer.ok) return { code: answer.kind === 'refused' ? answer.problem.code : null };
      clip = answer.value;
      follow(clip.id, current);
      return null;
    },
    async giveUp(): Promise<void> {
      const given = clip;
      stop();
      clip = null;
      if (given && isOpen(given)) await sendDraft(createDraft(`/api/clips/${given.id}`, undefined, 'DELETE'));
    },
    leave(): void {
      stop();
    },
  };
}

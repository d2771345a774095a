import type { ProgrammeView, ProjectView } from '@sitecast/contract';
import type { Topic } from './link.ts';

/** The same view the line sends, by REST: for networks that let no WebSocket through. Rejects on any refusal. */
export async function readSnapshot<View extends ProjectView | ProgrammeView>(topic: Topic): Promise<View> {
  const path = `/api/${topic.topic === 'project' ? 'projects' : 'programmes'}/${encodeURIComponent(topic.code)}`;
  const answer = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return (await answer.json()) as View;
}

import { createDraft, sendDraft } from '#lib/api/index.ts';
import { m } from '#lib/i18n/index.ts';
import { toProblemText } from '../manage/problem-text.ts';

/** Posts one step; answers its value, or what to tell the person. */
export async function sendStep<T>(
  path: string,
  body: unknown,
  method: 'POST' | 'PATCH' = 'POST',
): Promise<{ value: T; refused: null } | { value: null; refused: string }> {
  const answer = await sendDraft<T>(createDraft(path, body, method));
  if (answer.ok) return { value: answer.value, refused: null };
  return {
    value: null,
    refused: answer.kind === 'refused' ? toProblemText(answer.problem) : m.manage_problem_recorder(),
  };
}

import type { Role } from '@sitecast/contract';
import { Refusal } from '@sitecast/contract';
import type { Caller } from './caller.ts';

/** Who took a step, as it is kept with the step: the name and the role of that moment. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** One step of an approval. */
export interface Step {
  readonly by: Actor;
  readonly atMs: number;
  readonly reason: string | null;
}

/** @throws Refusal for a visitor: what must be answered for is done by somebody. */
export function toActor(caller: Caller): Actor {
  const { principal } = caller;
  if (!principal) throw new Refusal('session.required');
  const { id, name, role } = principal;
  return { id, name, role };
}

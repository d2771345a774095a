import type { Action } from '@sitecast/contract';
import { Refusal } from '@sitecast/contract';
import type { Principal } from '../../platform/caller.ts';
import type { Reader, Tx } from '../../platform/store.ts';

/** Ids of the people who may do something in a project (null: in all of them) and can sign in. */
export type ListPeopleWhoMay = (db: Reader | Tx, action: Action, project: string | null) => Promise<string[]>;

export type SecondStep = 'yes' | 'alone' | 'same-person';

/**
 * Whether somebody may take the second step after `first`. It takes another person; a token of a machine is none. Where
 * nobody else has the right, the same may do it, and it is said that one person took both steps.
 */
export function toSecondStep(actor: Principal, first: string, people: readonly string[]): SecondStep {
  if (actor.kind === 'person' && actor.id !== first) return 'yes';
  return people.some((id) => id !== first && id !== actor.id) ? 'same-person' : 'alone';
}

/** @throws Refusal where it must be another person. */
export function requireSecondStep(actor: Principal, first: string, people: readonly string[]): { alone: boolean } {
  const step = toSecondStep(actor, first, people);
  if (step === 'same-person') throw new Refusal('approval.same-person');
  return { alone: step === 'alone' };
}

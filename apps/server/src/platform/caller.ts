import {
  audienceOf,
  can,
  Refusal,
  type Action,
  type Audience,
  type PrincipalKind,
  type Role,
} from '@sitecast/contract';

/** Who acts: a person, a display or a token. */
export interface Principal {
  readonly id: string;
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly role: Role;
  /** null: all projects. */
  readonly projects: readonly string[] | null;
  /** Whether money is shown to them; it matters for investors, to whom it is granted one by one. */
  readonly costs: boolean;
}

/** Who sent a request or holds a socket. */
export interface Caller {
  /** null: a visitor. */
  readonly principal: Principal | null;
  /** The hash of the credential that was shown. */
  readonly credential: string | null;
  readonly expiresAtMs: number | null;
  /** The client's address, as far as trusted proxies say it. */
  readonly address: string;
}

/** Whether a principal has to do with a project at all; null stands for every project. */
export function isInScope(principal: Principal, project: string): boolean {
  return principal.projects === null || principal.projects.includes(project);
}

/** The audience a caller belongs to for one project (null: for the whole programme). */
export function audienceFor(caller: Caller, project: string | null): Audience {
  const { principal } = caller;
  if (!principal) return 'public';
  const inScope = project === null ? principal.projects === null : isInScope(principal, project);
  // The investors' rooms carry money: who may not see it stays in the public ones, which hold all the rest.
  return inScope && seesCosts(caller) ? audienceOf(principal.role) : 'public';
}

/** Whether money may be shown to the caller; in which project is asked beside it. */
export function seesCosts({ principal }: Caller): boolean {
  return principal !== null && (principal.role !== 'investor' || principal.costs);
}

/** Whether the caller may do it, in that project (null: where no project is meant). */
export function isAllowed(caller: Caller, action: Action, project: string | null): boolean {
  const { principal } = caller;
  if (!principal) return can('public', action);
  return can(principal.role, action) && (project === null || isInScope(principal, project));
}

/** Refuses with 401 where nobody is signed in and with 403 where the right is missing. */
export function requireAllowed(caller: Caller, action: Action, project: string | null): void {
  if (isAllowed(caller, action, project)) return;
  throw new Refusal(caller.principal ? 'permission.denied' : 'session.required');
}

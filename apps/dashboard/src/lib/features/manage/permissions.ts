import type { Action, Role } from '@sitecast/contract';

/**
 * What a page offers a role. The server decides; a page that offered too much would only be refused, so the list
 * names who posts and leaves everybody else with reading.
 */
export function can(role: Role, action: Action): boolean {
  if (action === 'person.write') return role === 'administrator';
  return role === 'project-manager' || role === 'administrator';
}

import type { Action, Audience, Role } from './words.ts';

/** Deny by default: a role has what is written here and nothing else. */
const allowed: Record<Role, readonly Action[]> = {
  public: ['project.read'],
  display: ['project.read'],
  // `footage.read`: the past of a camera beyond what is open to all.
  investor: ['project.read', 'figures.read', 'footage.read'],
  'project-manager': [
    'project.read',
    'figures.read',
    'sign-off.read',
    'sign-off.sign',
    'cost.post',
    'project.write',
    'document.write',
    'progress.post',
    'milestone.post',
    'notice.post',
    'evidence.upload',
    'entry.read',
    'plan.read',
    'baseline.propose',
    'camera.read-private',
    'footage.read',
    'camera.write',
    'import.write',
    'mask.review',
    'curtain.close',
    'curtain.lift',
  ],
  // Technical supervision: looks at what was posted and says whether it is so; posts nothing itself.
  verifier: [
    'project.read',
    'figures.read',
    'sign-off.read',
    'sign-off.sign',
    'entry.read',
    'entry.verify',
    'entry.reject',
    'plan.read',
    'camera.read-private',
    'footage.read',
    'mask.review',
    'curtain.close',
  ],
  owner: [
    'project.read',
    'figures.read',
    'sign-off.read',
    'sign-off.sign',
    'sign-off.appoint',
    'entry.read',
    'entry.approve',
    'entry.reject',
    'plan.read',
    'baseline.approve',
    'rule.write',
    'camera.read-private',
    'footage.read',
    'mask.review',
    'curtain.close',
    'curtain.lift',
  ],
  administrator: [
    'project.read',
    'figures.read',
    'sign-off.read',
    'sign-off.appoint',
    'cost.post',
    'project.write',
    'document.write',
    'progress.post',
    'milestone.post',
    'notice.post',
    'evidence.upload',
    'entry.read',
    'plan.read',
    'rule.write',
    'camera.read-private',
    'footage.read',
    'camera.write',
    'person.write',
    'import.write',
    'mask.review',
    'curtain.close',
    'curtain.lift',
  ],
};

/** Whether a role may do an action at all; the project scope is checked beside it. */
export function can(role: Role, action: Action): boolean {
  return allowed[role].includes(action);
}

/** The audience whose serializer and rooms a role gets. */
export function audienceOf(role: Role): Audience {
  switch (role) {
    case 'public':
    case 'display':
      return 'public';
    case 'investor':
      return 'investor';
    case 'project-manager':
    case 'verifier':
    case 'owner':
    case 'administrator':
      return 'manage';
  }
}

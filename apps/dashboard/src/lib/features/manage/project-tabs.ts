import type { Action, Role } from '@sitecast/contract';
import { can } from '@sitecast/contract/permissions';
import { m } from '#lib/i18n/index.ts';

export interface TabGroup {
  label: string;
  tabs: { href: string; label: string; needs: Action }[];
}

/** The pages of a project in `/manage`, by what they are about. */
export function listTabs(base: string): TabGroup[] {
  return [
    {
      label: m.manage_group_report(),
      tabs: [
        { href: base, label: m.manage_progress(), needs: 'progress.post' },
        { href: `${base}/milestones`, label: m.manage_milestone(), needs: 'milestone.post' },
        { href: `${base}/approvals`, label: m.approvals_title(), needs: 'entry.read' },
        { href: `${base}/signoff`, label: m.signoff_tab(), needs: 'sign-off.read' },
      ],
    },
    {
      label: m.manage_group_plan(),
      tabs: [
        { href: `${base}/plan`, label: m.approvals_plan(), needs: 'plan.read' },
        { href: `${base}/import`, label: m.imports_tab(), needs: 'import.write' },
        { href: `${base}/costs`, label: m.records_costs(), needs: 'cost.post' },
      ],
    },
    {
      label: m.manage_group_footage(),
      tabs: [
        { href: `${base}/cameras`, label: m.manage_cameras(), needs: 'camera.write' },
        { href: `${base}/privacy`, label: m.privacy_tab(), needs: 'camera.read-private' },
        { href: `${base}/channels`, label: m.channels_tab(), needs: 'camera.write' },
      ],
    },
    {
      label: m.manage_group_page(),
      tabs: [
        { href: `${base}/notices`, label: m.manage_notices(), needs: 'notice.post' },
        { href: `${base}/documents`, label: m.records_documents(), needs: 'document.write' },
        { href: `${base}/details`, label: m.records_details(), needs: 'project.write' },
      ],
    },
  ];
}

/** What a role may do of it; groups without a page go. */
export function keepAllowed(groups: readonly TabGroup[], role: Role): TabGroup[] {
  return groups
    .map((group) => ({ ...group, tabs: group.tabs.filter(({ needs }) => can(role, needs)) }))
    .filter(({ tabs }) => tabs.length > 0);
}

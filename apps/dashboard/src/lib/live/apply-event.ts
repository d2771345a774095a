import type { LogEvent, ProgrammeView, ProjectDetails, ProjectSummary, ProjectView } from '@sitecast/contract';

/**
 * A page's view after one event of its topic. Payloads are whole read models under a key, so that applying one twice
 * changes nothing (SEQ4). The order is the caller's matter (`sequence.ts`). The view it is given is never changed.
 */
export function applyEvent<View extends ProjectView | ProgrammeView>(view: View, event: LogEvent): View;
export function applyEvent(view: ProjectView | ProgrammeView, event: LogEvent): ProjectView | ProgrammeView {
  const next = 'summary' in view ? applyToProject(view, event) : applyToProgramme(view, event);
  return withSeq(next, event.seq);
}

/** The view as seen at a later point of the log at which nothing of it changed. */
export function withSeq<View extends { seq: number }>(view: View, seq: number): View {
  return view.seq === seq ? view : { ...view, seq };
}

function applyToProject(view: ProjectView, event: LogEvent): ProjectView {
  if (event.project !== view.summary.code) return view;
  switch (event.type) {
    case 'progress:updated':
      return { ...view, progress: event.payload.progress, summary: event.payload.summary };
    case 'milestone:posted':
      return { ...view, milestones: replaceBy(view.milestones, event.payload.milestone, (each) => each.code) };
    case 'camera:changed':
      return { ...view, cameras: replaceBy(view.cameras, event.payload.camera, (each) => each.id) };
    case 'camera:removed':
      return { ...view, cameras: view.cameras.filter((each) => each.id !== event.payload.id) };
    case 'baseline:revised': {
      const { progress, milestones, slips } = event.payload;
      return { ...view, progress, milestones, slips };
    }
    case 'notice:posted':
      return { ...view, notices: replaceBy(view.notices, event.payload.notice, (each) => each.id, 'first') };
    case 'project:changed':
      return withDetails(view, event.payload.details);
    case 'documents:changed':
      return { ...view, documents: event.payload.documents };
    case 'figures:updated':
    case 'entry:changed':
    case 'proposal:changed':
    case 'camera:managed':
      return view;
  }
}

/** What is said of a project stands partly in its line on lists and partly beside it. */
function withDetails(view: ProjectView, details: ProjectDetails): ProjectView {
  const { description, fundingProvenance, areaM2, parties, dates, facts } = details;
  const summary = toSummary(view.summary, details);
  return { ...view, summary, description, fundingProvenance, areaM2, parties, dates, facts };
}

function toSummary(summary: ProjectSummary, details: ProjectDetails): ProjectSummary {
  const { name, category, status, funding, provenance } = details;
  return { ...summary, name, category, status, funding, provenance };
}

/** The front page keeps this many of the newest milestones. */
const latestKept = 12;

function applyToProgramme(view: ProgrammeView, event: LogEvent): ProgrammeView {
  switch (event.type) {
    case 'progress:updated':
      return {
        ...view,
        ...event.payload.programme,
        projects: replaceBy(view.projects, event.payload.summary, (each) => each.code),
      };
    case 'milestone:posted': {
      const { milestone } = event.payload;
      const rest = view.latest.filter(
        (each) => each.project !== event.project || each.milestone.code !== milestone.code,
      );
      if (milestone.reachedAt === null) return { ...view, latest: rest };
      const latest = [...rest, { project: event.project, milestone }];
      latest.sort((a, b) => (b.milestone.reachedAt ?? '').localeCompare(a.milestone.reachedAt ?? ''));
      return { ...view, latest: latest.slice(0, Math.max(latestKept, view.latest.length)) };
    }
    case 'camera:changed':
      return { ...view, cameras: replaceBy(view.cameras, event.payload.camera, (each) => each.id) };
    case 'camera:removed':
      return { ...view, cameras: view.cameras.filter((each) => each.id !== event.payload.id) };
    case 'notice:posted':
      return { ...view, notices: replaceBy(view.notices, event.payload.notice, (each) => each.id, 'first') };
    case 'project:changed': {
      const { details } = event.payload;
      const projects = view.projects.map((one) => (one.code === details.code ? toSummary(one, details) : one));
      return { ...view, projects };
    }
    case 'documents:changed':
    case 'figures:updated':
    case 'baseline:revised':
    case 'entry:changed':
    case 'proposal:changed':
    case 'camera:managed':
      return view;
  }
}

/** The list with `item` in the place of the one with its key, or added where there was none. */
function replaceBy<T>(list: readonly T[], item: T, keyOf: (item: T) => string, place: 'first' | 'last' = 'last'): T[] {
  const key = keyOf(item);
  const at = list.findIndex((each) => keyOf(each) === key);
  if (at >= 0) return list.with(at, item);
  return place === 'first' ? [item, ...list] : [...list, item];
}

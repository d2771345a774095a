import type {
  ChangeProjectRequest,
  FuzzyDate,
  Party,
  ProjectDetails,
  ProjectRecord,
  Provenance,
} from '@sitecast/contract';
import { fromLocalDraft, toLocalDraft, type LocalDraft } from '../manage/local-text.ts';

/** A provenance as a form holds it; empty texts where nothing is written. */
export interface ProvenanceDraft {
  kind: Provenance['kind'];
  title: string;
  url: string;
  asOf: string;
}

export interface PartyDraft {
  name: string;
  role: Party['role'];
  certainty: Party['certainty'];
  since: FuzzyDate | null;
  until: FuzzyDate | null;
  provenance: ProvenanceDraft;
}

export interface DateDraft {
  kind: ProjectDetails['dates'][number]['kind'];
  date: FuzzyDate | null;
  done: boolean;
  provenance: ProvenanceDraft;
}

/** What is said of a project as a form holds it. */
export interface DetailsDraft {
  name: LocalDraft;
  description: LocalDraft;
  category: ProjectDetails['category'];
  status: ProjectDetails['status'];
  funding: ProjectDetails['funding'];
  fundingProvenance: ProvenanceDraft;
  area: string;
  parties: PartyDraft[];
  dates: DateDraft[];
  facts: { text: LocalDraft; provenance: ProvenanceDraft }[];
  provenance: ProvenanceDraft;
}

export function toProvenanceDraft(provenance: Provenance | null = null): ProvenanceDraft {
  const source = provenance?.source ?? null;
  return {
    kind: provenance?.kind ?? 'fact',
    title: source?.title ?? '',
    url: source?.url ?? '',
    asOf: source?.asOf ?? '',
  };
}

type SentProvenance = ChangeProjectRequest['provenance'];

export function fromProvenanceDraft({ kind, title, url, asOf }: ProvenanceDraft): SentProvenance {
  if (kind === 'sample') return { kind, source: null };
  return { kind, source: { title: title.trim(), url: url.trim() || null, asOf: asOf || null } };
}

/** A party as a form opens it: the role that is named most often, and no more certain than anyone said. */
export const createPartyDraft = (): PartyDraft => ({
  name: '',
  role: 'contractor',
  certainty: 'expected',
  since: null,
  until: null,
  provenance: toProvenanceDraft(),
});

export const createDateDraft = (): DateDraft => ({
  kind: 'opening',
  date: null,
  done: false,
  provenance: toProvenanceDraft(),
});

export function toDetailsDraft(details: ProjectDetails): DetailsDraft {
  return {
    name: toLocalDraft(details.name),
    description: toLocalDraft(details.description),
    category: details.category,
    status: details.status,
    funding: details.funding,
    fundingProvenance: toProvenanceDraft(details.fundingProvenance ?? details.provenance),
    area: details.areaM2 === null ? '' : String(details.areaM2),
    parties: details.parties.map(({ name, role, certainty, since, until, provenance }) => ({
      name,
      role,
      certainty,
      since: since ?? null,
      until: until ?? null,
      provenance: toProvenanceDraft(provenance),
    })),
    dates: details.dates.map(({ kind, date, done, provenance }) => ({
      kind,
      date,
      done,
      provenance: toProvenanceDraft(provenance),
    })),
    facts: details.facts.map(({ text, provenance }) => ({
      text: toLocalDraft(text),
      provenance: toProvenanceDraft(provenance),
    })),
    provenance: toProvenanceDraft(details.provenance),
  };
}

/** What is sent: the whole of it, without what was left empty. */
export function toChange(draft: DetailsDraft, record: ProjectRecord, note: string): ChangeProjectRequest {
  const area = Number(draft.area);
  return {
    expectedVersion: record.version,
    note: note.trim(),
    name: fromLocalDraft(draft.name) ?? {},
    description: fromLocalDraft(draft.description) ?? {},
    category: draft.category,
    status: draft.status,
    funding: draft.funding,
    fundingProvenance: fromProvenanceDraft(draft.fundingProvenance),
    areaM2: draft.area === '' || !Number.isFinite(area) ? null : area,
    parties: draft.parties.map((party) => ({ ...party, provenance: fromProvenanceDraft(party.provenance) })),
    dates: draft.dates.flatMap(({ date, provenance, ...rest }) =>
      date === null ? [] : [{ ...rest, date, provenance: fromProvenanceDraft(provenance) }],
    ),
    facts: draft.facts.flatMap(({ text, provenance }) => {
      const written = fromLocalDraft(text);
      return written === null ? [] : [{ text: written, provenance: fromProvenanceDraft(provenance) }];
    }),
    provenance: fromProvenanceDraft(draft.provenance),
  };
}

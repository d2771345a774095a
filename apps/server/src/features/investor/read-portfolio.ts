import type { LocalText, PortfolioView, ProjectStatus, Provenance } from '@sitecast/contract';
import { rollUpFigures } from '@sitecast/progress';
import { toInstant } from '../../platform/clock.ts';
import { readJson } from '../../platform/json-column.ts';
import { readManagerFinish, toFigures, withoutMoney } from './figures.ts';
import type { InvestorParts } from './parts.ts';
import { readBasis } from './read-basis.ts';
import { readHistory } from './read-history.ts';

/** Points of the little curve in a row. */
const trendPoints = 24;

/** The projects of a caller side by side; `projects` null is all of them. Without costs no amount leaves. */
export function readPortfolio(
  parts: InvestorParts,
  asked: { projects: readonly string[] | null; asOf: string | null; costs: boolean },
): Promise<PortfolioView> {
  return parts.store.db.transaction().execute(async (db) => {
    const programme = await db.selectFrom('programme').select(['code', 'name', 'zone']).executeTakeFirst();
    const rows = await db
      .selectFrom('project')
      .select(['code', 'name', 'district', 'status', 'zone', 'roll_up_weight', 'provenance'])
      .$if(asked.projects !== null, (query) => query.where('code', 'in', [...(asked.projects ?? []), '']))
      .orderBy('position')
      .execute();
    const districts = await db.selectFrom('district').select(['code', 'name']).orderBy('position').execute();
    const codes = rows.map((row) => row.code);
    const bases = await readBasis(db, parts, rows, asked.asOf);
    const byManager = asked.asOf === null ? await readManagerFinish(db, codes) : new Map();
    const share = asked.costs ? (figures: ReturnType<typeof toFigures>) => figures : withoutMoney;
    const listed = rows.flatMap((row) => {
      const basis = bases.get(row.code);
      if (!basis) return [];
      const provenance = readJson<Provenance>(row.provenance);
      const about = { asOf: asked.asOf, byManager: byManager.get(row.code) ?? null, provenance, band: false };
      const trend = basis.history.slice(-trendPoints).map(({ date, percentBp }) => ({ date, percentBp }));
      return [{ row, figures: share(toFigures(basis, about)), trend, provenance: basis.provenance ?? provenance }];
    });
    const counted = listed.filter(({ row }) => row.status !== 'cancelled');
    const sum = (part: typeof counted) =>
      rollUpFigures(part.map(({ row, figures }) => ({ weight: row.roll_up_weight, figures })));
    const dates = asked.asOf === null ? bases : await readHistory(db, codes, null);
    return {
      name: readJson<LocalText>(programme?.name ?? '{"en":""}'),
      zone: programme?.zone ?? 'UTC',
      asOf: asked.asOf,
      dataDates: listDates([...dates.values()].map((one) => ('points' in one ? one.points : one.history))),
      programme: sum(counted),
      districts: districts.flatMap((district) => {
        const own = counted.filter(({ row }) => row.district === district.code);
        if (own.length === 0) return [];
        return [{ code: district.code, name: readJson<LocalText>(district.name), figures: sum(own) }];
      }),
      rows: listed.map(({ row, figures, trend, provenance }) => ({
        code: row.code,
        name: readJson<LocalText>(row.name),
        district: row.district,
        status: row.status as ProjectStatus,
        figures,
        trend,
        provenance,
      })),
      costsShared: asked.costs,
      serverNow: toInstant(parts.clock.now()),
    };
  });
}

function listDates(histories: readonly (readonly { date: string }[])[]): string[] {
  return [...new Set(histories.flatMap((points) => points.map((point) => point.date)))].sort();
}

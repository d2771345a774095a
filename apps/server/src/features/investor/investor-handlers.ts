import { Refusal } from '@sitecast/contract';
import type { HandlersOf } from '../../platform/call.ts';
import { seesCosts } from '../../platform/caller.ts';
import { withoutMoney } from './figures.ts';
import { readFigures } from './read-figures.ts';
import { readPortfolio } from './read-portfolio.ts';
import { readSheet, type SheetParts } from './read-sheet.ts';

export function createInvestorHandlers(
  parts: SheetParts,
): HandlersOf<'figures.read' | 'investor-sheet.read' | 'portfolio.read'> {
  return {
    'figures.read': async (call) => {
      const read = await readFigures(parts.store.db, parts, call.params.project, call.query.asOf ?? null);
      if (!read) throw new Refusal('project.not-found');
      return seesCosts(call.caller) ? read.figures : withoutMoney(read.figures);
    },

    'investor-sheet.read': async (call) => {
      const asked = { asOf: call.query.asOf ?? null, costs: seesCosts(call.caller) };
      const sheet = await readSheet(parts, call.params.project, asked);
      if (!sheet) throw new Refusal('project.not-found');
      return sheet;
    },

    'portfolio.read': (call) =>
      readPortfolio(parts, {
        projects: call.caller.principal?.projects ?? null,
        asOf: call.query.asOf ?? null,
        costs: seesCosts(call.caller),
      }),
  };
}

export { toFiguresView } from './figures.ts';
export { createInvestorHandlers } from './investor-handlers.ts';
export type { InvestorParts } from './parts.ts';
export { createPlanCache } from './plan-cache.ts';
export { createStandingCache } from './standing-cache.ts';
export { readFigures } from './read-figures.ts';
export { readPortfolio } from './read-portfolio.ts';
export { readSheet, type SheetParts } from './read-sheet.ts';
export { readStanding } from './read-standing.ts';

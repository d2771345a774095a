export { toFiguresView } from './figures.ts';
export { createInvestorHandlers } from './investor-handlers.ts';
export { readFigures } from './read-figures.ts';
export { readPortfolio } from './read-portfolio.ts';
export { readSheet, type SheetParts } from './read-sheet.ts';
export { readStanding } from './read-standing.ts';

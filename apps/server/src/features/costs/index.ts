export { createCostHandlers } from './cost-handlers.ts';
export { listBudgets, listCosts, readCostBasis } from './read-costs.ts';

export { createCostHandlers } from './cost-handlers.ts';
export { listCosts, readCostBasis } from './read-costs.ts';

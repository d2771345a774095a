/**
 * A formula with the numbers put in: `EV ÷ PV` with EV 35 % and PV 43 % is `35 % ÷ 43 %`. null where a symbol has no
 * number: half a formula explains nothing.
 */
export function fillFormula(formula: string, inputs: readonly { symbol: string; value: string }[]): string | null {
  const values = new Map(inputs.map(({ symbol, value }) => [symbol, value]));
  const longestFirst = [...values.keys()].sort((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return null;
  const symbols = longestFirst.map((symbol) => symbol.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${symbols.join('|')})(?![\\p{L}\\p{N}₀-₎])`, 'gu');
  const rest = formula.replace(pattern, '');
  if (/[\p{L}]/u.test(rest)) return null;
  return formula.replace(pattern, (symbol) => values.get(symbol) ?? symbol);
}

/**
 * An exact share of a whole. Done-over-total must not become a float on its way into a roll-up: one task of three
 * typed as 33.3 % earns 2,399.6 instead of 2,400 (evm-examples.json, evm-5-tasks-month-7).
 */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const zero: Fraction = { numerator: 0n, denominator: 1n };
export const one: Fraction = { numerator: 1n, denominator: 1n };

/** The fraction of two whole numbers. @throws RangeError where the denominator is not positive. */
export function createFraction(numerator: bigint, denominator: bigint): Fraction {
  if (denominator <= 0n) throw new RangeError('the denominator of a fraction must be positive');
  const divisor = greatestDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** A finite number as the decimal it is written as: 0.1 is one tenth. @throws RangeError where it is not finite. */
export function toFraction(value: number): Fraction {
  if (!Number.isFinite(value)) throw new RangeError('only a finite number is a fraction');
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', decimals = ''] = mantissa.split('.');
  const shift = Number(exponent) - decimals.length;
  const digits = BigInt(whole + decimals);
  return shift >= 0 ? createFraction(digits * 10n ** BigInt(shift), 1n) : createFraction(digits, 10n ** BigInt(-shift));
}

/** 10000 basis points are 1. */
export function fractionFromBp(basisPoints: number): Fraction {
  return createFraction(BigInt(basisPoints), 10_000n);
}

/** a + b, exactly. */
export function addFractions(a: Fraction, b: Fraction): Fraction {
  return createFraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

/** a × b, exactly. */
export function multiplyFractions(a: Fraction, b: Fraction): Fraction {
  return createFraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** a ÷ b. @throws RangeError where b is not positive. */
export function divideFractions(a: Fraction, b: Fraction): Fraction {
  return createFraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** a ÷ b of numbers as they are written. Counts are nearly always whole, and thousands of them are read at once. */
export function divideNumbers(a: number, b: number): Fraction {
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return divideFractions(toFraction(a), toFraction(b));
  if (b <= 0) throw new RangeError('the denominator of a fraction must be positive');
  let [x, y] = [Math.abs(a), b];
  while (y !== 0) [x, y] = [y, x % y];
  return { numerator: BigInt(a / x), denominator: BigInt(b / x) };
}

/** Negative, zero or positive, as a sorts against b. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A share as basis points, rounded half up; 1 is 10000. */
export function toBasisPoints(share: Fraction): number {
  return multiplyToInteger(10_000, share);
}

/** A whole amount (basis points, tiyn) times a share, rounded half up, without a float in between. */
export function multiplyToInteger(amount: number, share: Fraction): number {
  const doubled = 2n * BigInt(amount) * share.numerator + share.denominator;
  const divisor = 2n * share.denominator;
  const quotient = doubled / divisor;
  // BigInt division cuts towards zero; rounding half up needs the floor.
  return Number(doubled < 0n && doubled % divisor !== 0n ? quotient - 1n : quotient);
}

/** The nearest double: for what is drawn and for indices; sums are made of fractions. */
export function toNumber(share: Fraction): number {
  return Number(share.numerator) / Number(share.denominator);
}

/** Of two numbers that are not negative; 1 where both are 0. */
export function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}

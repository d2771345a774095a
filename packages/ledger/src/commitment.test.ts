import { expect, test } from 'vitest';
import { commitTo } from './commitment.ts';

const salt = 'a1'.repeat(32);

test('[LEDGER6] a commitment tells nothing without its salt, and one value with it', async () => {
  const content = { budgetMinor: 1_800_000_000_000, currency: 'KZT' };
  const sealed = await commitTo({ field: 'cost', salt, content });
  expect(sealed).toMatch(/^[0-9a-f]{64}$/);
  expect(await commitTo({ field: 'cost', salt, content: { currency: 'KZT', budgetMinor: 1_800_000_000_000 } })).toBe(
    sealed,
  );
  const others = [
    { field: 'cost', salt: 'a2'.repeat(32), content },
    { field: 'note', salt, content },
    { field: 'cost', salt, content: { ...content, budgetMinor: 1_800_000_000_001 } },
  ];
  for (const other of others) expect(await commitTo(other)).not.toBe(sealed);
  await expect(commitTo({ field: 'cost', salt: 'short', content })).rejects.toThrow('32 bytes');
});

import type { EntryView, Role } from '@sitecast/contract';
import { describe, expect, it } from 'vitest';
import { findNextStep } from './next-step.ts';

const by = (id: string, role: Role) => ({ by: { id, name: id, role }, at: '2026-11-23T06:00:00.000Z', reason: null });
const entry = (more: Partial<EntryView>): EntryView => ({
  id: 'e',
  project: 'p',
  kind: 'progress',
  item: 'M06',
  title: { en: 'Frame' },
  milestoneKind: 'payment',
  method: 'units',
  unit: null,
  dataDate: '2026-11-20',
  actual: null,
  before: { percentBp: 0, done: 0, total: 20, reached: [] },
  after: { percentBp: 5_000, done: 10, total: 20, reached: [] },
  projectBeforeBp: 0,
  projectAfterBp: 1_000,
  correction: null,
  note: null,
  evidence: [],
  rule: 'verified-and-approved',
  state: 'draft',
  posted: by('pm', 'project-manager'),
  verified: null,
  decided: null,
  ...more,
});

describe('findNextStep', () => {
  it('[INV4] leads from the verifier to the owner, and asks neither twice', () => {
    expect(findNextStep(entry({}), { id: 'v', role: 'verifier' }).forward).toBe('verify');
    expect(findNextStep(entry({}), { id: 'o', role: 'owner' }).forward).toBeNull();
    const verified = entry({ state: 'verified', verified: by('v', 'verifier') });
    expect(findNextStep(verified, { id: 'o', role: 'owner' }).forward).toBe('approve');
    expect(findNextStep(verified, { id: 'v', role: 'verifier' }).forward).toBeNull();
  });

  it('[INV4] offers nothing to who posted it, or verified it as somebody else', () => {
    expect(findNextStep(entry({}), { id: 'pm', role: 'verifier' })).toEqual({
      forward: null,
      mayReject: false,
      own: 'posted',
    });
    const verified = entry({ state: 'verified', verified: by('v', 'verifier') });
    expect(findNextStep(verified, { id: 'v', role: 'owner' })).toMatchObject({ forward: null, own: 'verified' });
  });

  it('takes one step where the last two are one', () => {
    const merged = entry({ rule: 'verified-is-approved' });
    expect(findNextStep(merged, { id: 'v', role: 'verifier' }).forward).toBe('verify');
    expect(findNextStep(merged, { id: 'o', role: 'owner' }).forward).toBe('approve');
  });

  it('offers nothing to who only reads, and nothing once it is decided', () => {
    for (const role of ['project-manager', 'administrator', 'investor'] as const) {
      expect(findNextStep(entry({}), { id: 'x', role })).toEqual({ forward: null, mayReject: false, own: null });
    }
    for (const state of ['approved', 'rejected', 'superseded'] as const) {
      expect(findNextStep(entry({ state }), { id: 'v', role: 'verifier' }).mayReject).toBe(false);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { toPlayhead } from './playhead.ts';

const facts = { isWanted: true, isFollowing: true, isLate: false, positionMs: 5_000 };

describe('where the picture is, for the page', () => {
  it('is now at the live edge, and where nobody watches', () => {
    expect(toPlayhead(facts)).toEqual({ atMs: null, isFollowing: true });
    expect(toPlayhead({ ...facts, isWanted: false, isFollowing: false })).toEqual({ atMs: null, isFollowing: true });
  });

  it('is the picture of an audience that gets it late', () => {
    expect(toPlayhead({ ...facts, isLate: true })).toEqual({ atMs: 5_000, isFollowing: true });
  });

  it('is where the visitor went', () => {
    expect(toPlayhead({ ...facts, isFollowing: false })).toEqual({ atMs: 5_000, isFollowing: false });
    expect(toPlayhead({ ...facts, isFollowing: false, positionMs: null }).atMs).toBeNull();
  });
});

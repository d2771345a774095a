/** Where in time the picture is, for a page that moves with it. */
export interface Playhead {
  /** The instant on the screen, epoch ms; null: there is no moving picture, or it is the live edge. */
  atMs: number | null;
  /** What comes live is what the visitor wants to see, however late it is shown to this audience. */
  isFollowing: boolean;
}

export interface PlayheadFacts {
  isWanted: boolean;
  isFollowing: boolean;
  /** A picture that moves, and is behind the live edge by the audience's delay or by a slow line. */
  isLate: boolean;
  /** Programme time of the picture, or of the one that was asked for. */
  positionMs: number | null;
}

/** Null where the page should show what is known now: nobody watches, or the picture is as new as the news. */
export function toPlayhead({ isWanted, isFollowing, isLate, positionMs }: PlayheadFacts): Playhead {
  if (!isWanted) return { atMs: null, isFollowing: true };
  if (!isFollowing) return { atMs: positionMs, isFollowing: false };
  return { atMs: isLate ? positionMs : null, isFollowing: true };
}

/** Whose rights changed or which session ended: open sockets must go (AUD4). */
export type AccessChange = { principal: string } | { credential: string };
export type AccessListener = (change: AccessChange) => void;

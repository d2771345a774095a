import type { Principal } from './caller.ts';
import { hashSecret } from './ids.ts';
import type { Identified } from './identify.ts';

/** Bearer secrets of this process alone, for pages it asks of itself in somebody's name. Nothing of them is kept. */
export interface RenderTickets {
  /** Runs `work` with a secret that holds only meanwhile. */
  with<T>(principal: Principal, work: (secret: string) => Promise<T>): Promise<T>;
  find(secret: string): Identified | null;
}

export function createRenderTickets(createSecret: () => string): RenderTickets {
  const tickets = new Map<string, Principal>();
  return {
    with: async (principal, work) => {
      const secret = createSecret();
      const hash = hashSecret(secret);
      tickets.set(hash, principal);
      try {
        return await work(secret);
      } finally {
        tickets.delete(hash);
      }
    },
    find: (secret) => {
      const credential = hashSecret(secret);
      const principal = tickets.get(credential);
      return principal ? { principal, credential, expiresAtMs: null } : null;
    },
  };
}

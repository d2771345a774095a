/** People, displays and tokens alike. */
export interface PrincipalTable {
  id: string;
  kind: 'person' | 'display' | 'token';
  name: string;
  role: string;
  /** JSON array of project codes; null: all projects. */
  projects: string | null;
  /** 1: money is shown to them. */
  costs: number;
  login: string | null;
  /** `argon2id$m=…,t=…,p=…$salt$hash`; null until an invitation is accepted. */
  password: string | null;
  disabled_at: string | null;
  created_at: string;
}

/** Secrets by their hash: sessions, API tokens, invitations, the setup link. */
export interface CredentialTable {
  hash: string;
  kind: 'session' | 'token' | 'invitation' | 'setup';
  principal: string | null;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    principal: PrincipalTable;
    credential: CredentialTable;
  }
}

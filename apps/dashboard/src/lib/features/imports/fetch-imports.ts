import type { ImportSummary, ImportView } from '@sitecast/contract';

/** The newest imports of a project; none where the line or the right is missing. */
export async function fetchImports(project: string, fetcher: typeof fetch = fetch): Promise<ImportSummary[]> {
  const answer = await readJson<{ items: ImportSummary[] }>(`/api/projects/${project}/imports`, fetcher);
  return answer?.items ?? [];
}

/** One import with its preview; null where it cannot be read now. */
export function fetchImport(project: string, id: string, fetcher: typeof fetch = fetch): Promise<ImportView | null> {
  return readJson<ImportView>(`/api/projects/${project}/imports/${id}`, fetcher);
}

async function readJson<T>(path: string, fetcher: typeof fetch): Promise<T | null> {
  try {
    const response = await fetcher(path, { headers: { accept: 'application/json' }, credentials: 'same-origin' });
    return response.ok ? ((await response.json()) as T) : null;
  } catch {
    return null;
  }
}

import { error } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import type { PageReader } from '@sitecast/contract';

/**
 * The server's read models for whoever asks, without a network hop.
 * Refuses with 503 where the handler runs without its server, as in a bare preview.
 */
export function openReader(event: Pick<RequestEvent, 'platform'>): PageReader {
  const reader = event.platform?.req.sitecast;
  if (reader === undefined) error(503, 'server.draining');
  return reader;
}

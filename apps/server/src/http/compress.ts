import { constants } from 'node:zlib';
import compression from 'compression';
import type { RequestHandler } from 'express';

/** Quality at which brotli is quick enough for a page made per request; it still beats gzip. */
const brotliQuality = 4;

/**
 * Compresses pages and JSON for whoever comes without an edge in between: a page is 60–90 kB of text, half a second of
 * a phone's line. Footage and pictures are compressed already and pass other doors; built files lie there compressed.
 */
export function createCompression(): RequestHandler {
  return compression({
    threshold: 1_024,
    brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } },
    filter: (request, response) => !request.path.startsWith('/_app/') && compression.filter(request, response),
  });
}

import { createRequire } from 'node:module';
import path from 'node:path';
import type { Route } from '@sitecast/contract';
import express, { type Router } from 'express';
import { createOpenApi } from './openapi.ts';
import { refuseUnknown } from './read-only.ts';

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sitecast API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<p class="swagger-ui"><span class="wrapper" style="display:block"><a href="/">← Sitecast</a></span></p>
<div id="document"></div>
<noscript><a href="/api/openapi.json">openapi.json</a></noscript>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;
/** "Try it out" is off: it would send the reader's own session. */
const script = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#document', supportedSubmitMethods: [], validatorUrl: null });\n`;
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const files = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;

/** `/api/openapi.json`, and `/api/docs` to read it: from this server alone, nothing from elsewhere. */
export function createApiDocs(routes: readonly Route[]): Router {
  const router = express.Router({ strict: true, caseSensitive: true });
  const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  let document: string | null = null;
  const addresses = [
    '/api/openapi.json',
    '/api/docs',
    '/api/docs/start.js',
    ...files.map((file) => `/api/docs/${file}`),
  ];
  router.all(addresses, refuseUnknown);
  router.get('/api/openapi.json', (_request, response) => {
    document ??= JSON.stringify(createOpenApi(routes));
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.type('application/json').send(document);
  });
  router.get('/api/docs', (_request, response) => {
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.type('html').send(page);
  });
  router.get('/api/docs/start.js', (_request, response) => {
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.type('text/javascript').send(script);
  });
  for (const file of files) {
    router.get(`/api/docs/${file}`, (_request, response) => {
      response.sendFile(file, { root: folder, maxAge: 3_600_000 });
    });
  }
  return router;
}

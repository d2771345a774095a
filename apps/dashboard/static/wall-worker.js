// What a screen in a sales office shows when it starts without a network: the page it had last, with the numbers and the
// stills it had last, each with its time. Nothing that moves is kept: footage is never taken for live (rule 1).
// Plain JavaScript, because it is not part of a page's build: one worker serves the pages of every build.

const pages = 'wall-pages';
const parts = 'wall-parts';
const stills = 'wall-stills';
/** The oldest beyond these are let go: some builds of the page, and the cameras of some projects. */
const most = { [pages]: 4, [parts]: 300, [stills]: 24 };
/** A line that neither answers nor breaks is as good as none where something is kept. */
const pageWithinMs = 8_000;

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  const addresses = Array.isArray(event.data?.keep) ? event.data.keep : [];
  const dropped = Array.isArray(event.data?.drop) ? event.data.drop : [];
  event.waitUntil(
    Promise.all([
      ...addresses.map((address) => keepAddress(new URL(address, self.location.href))),
      ...dropped.map((camera) => dropStills(`/media/${camera}/`)),
    ]),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const shelf = request.method === 'GET' && url.origin === self.location.origin ? findShelf(url) : null;
  if (shelf === pages) event.respondWith(answerPage(request));
  if (shelf === parts) event.respondWith(answerPart(request));
  if (shelf === stills) event.respondWith(answerStill(request));
});

/** Where an answer of that address is kept; null: nowhere. */
function findShelf({ pathname }) {
  if (pathname === '/wall') return pages;
  // Their names change with what they hold.
  if (pathname.startsWith('/_app/immutable/') || pathname === '/favicon.svg') return parts;
  if (/^\/media\/[^/]+\/stills\/latest\.jpg$/.test(pathname)) return stills;
  return null;
}

async function answerPage(request) {
  const kept = await find(pages, request);
  if (!kept) return keep(pages, request, await fetch(request));
  const late = new Promise((resolve) => setTimeout(resolve, pageWithinMs, kept));
  const fresh = fetch(request).then(
    // A fault of the server's, or of what stands before it, is no page for a screen that nobody touches.
    (answer) => (answer.status >= 500 ? kept : keep(pages, request, answer)),
    () => kept,
  );
  return Promise.race([fresh, late]);
}

async function answerPart(request) {
  return (await find(parts, request)) ?? keep(parts, request, await fetch(request));
}

async function answerStill(request) {
  try {
    const answer = await fetch(request);
    // Hidden, or not there any more: what was kept of it must not come back with the next start.
    if (answer.status === 404) await dropStills(new URL(request.url).pathname);
    return await keep(stills, request, answer);
  } catch (error) {
    const kept = await find(stills, request);
    if (kept) return kept;
    throw error;
  }
}

/** Lets go of the stills below a path, whatever their width. */
async function dropStills(path) {
  const cache = await caches.open(stills);
  const kept = await cache.keys();
  const hidden = kept.filter(({ url }) => new URL(url).pathname.startsWith(path));
  await Promise.all(hidden.map((request) => cache.delete(request, { ignoreVary: true })));
}

async function keepAddress(url) {
  const shelf = url.origin === self.location.origin ? findShelf(url) : null;
  if (shelf === null || (shelf === parts && (await find(parts, url.href)))) return;
  await fetch(url, { credentials: 'same-origin' }).then(
    (answer) => keep(shelf, url.href, answer),
    () => undefined,
  );
}

async function find(shelf, request) {
  // The page's language and person are the screen's: there is one of each.
  return (await caches.open(shelf)).match(request, { ignoreVary: true });
}

async function keep(shelf, request, answer) {
  if (!answer.ok || answer.status !== 200) return answer;
  const copy = answer.clone();
  const cache = await caches.open(shelf);
  // Taken out first, so that the newest stands last.
  await cache.delete(request, { ignoreVary: true });
  await cache.put(request, copy).catch(() => undefined);
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - most[shelf])).map((old) => cache.delete(old)));
  return answer;
}

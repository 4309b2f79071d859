// The service worker: the page and the last whole release stay on the device. The network goes first wherever something may have changed.
/* global PAGE_FILES, PAGE_VERSION, self, caches, clients */

const { scope } = self.registration;
const address = (path) => new URL(path, scope).href;
const PAGE = `ncovy ${scope} page ${PAGE_VERSION}`;
const PAGES = `ncovy ${scope} page `;
const RELEASES = `ncovy ${scope} release `;
const PATIENCE = 8000; // ms; on a line that bad what is kept comes first
const ANY = { ignoreVary: true, ignoreSearch: true };

self.addEventListener('install', (event) => event.waitUntil(prepare()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('message', (event) => event.data?.keep && event.waitUntil(keep(event.data.keep)));
self.addEventListener('fetch', (event) => {
  const answer = event.request.method === 'GET' && answerTo(event.request);
  if (answer) event.respondWith(answer);
});

async function prepare() {
  const cache = await caches.open(PAGE);
  await cache.addAll([new Request(address('index.html'), { cache: 'no-cache' }), ...PAGE_FILES.map(address)]);
  await self.skipWaiting();
}

async function takeOver() {
  await drop((name) => name.startsWith(PAGES) && name !== PAGE);
  await clients.claim();
}

const named = async (wanted) => (await caches.keys()).filter(wanted);
const drop = async (unwanted) => Promise.all((await named(unwanted)).map((name) => caches.delete(name)));

function answerTo(request) {
  if (!request.url.startsWith(scope)) return undefined;
  const path = new URL(request.url).pathname.slice(new URL(scope).pathname.length);
  if (path === '' || path === 'index.html') return networkFirst(request, () => inCache(PAGE, address('index.html')));
  if (path === 'release.json') return networkFirst(request, keptPointer);
  if (path.startsWith('releases/')) return ofRelease(request, path.split('/')[1]);
  return path.startsWith('assets/') ? cacheFirst(request) : undefined;
}

async function inCache(name, url) {
  return await caches.has(name) ? (await caches.open(name)).match(url, ANY) : undefined;
}

async function networkFirst(request, fallback) {
  const asked = fetch(request);
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  const answer = await Promise.race([asked, late]).catch(() => undefined);
  if (answer && answer.status < 500) return answer;
  return await fallback() ?? asked;
}

async function cacheFirst(request) {
  return await inCache(PAGE, request.url) ?? fetch(request);
}

// The pointer of the release that is kept whole; the newest, should two be there.
async function keptPointer() {
  const names = await named((name) => name.startsWith(RELEASES));
  const found = (await Promise.all(names.map((name) => inCache(name, address('release.json'))))).filter(Boolean);
  const dated = await Promise.all(found.map(async (answer) => [(await answer.clone().json()).as_of, answer]));
  return dated.sort(([one], [other]) => Date.parse(other) - Date.parse(one))[0]?.[1];
}

async function ofRelease(request, id) {
  const kept = await inCache(RELEASES + id, request.url);
  if (!kept) return fetch(request);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '');
  return range ? part(kept, Number(range[1]), range[2]) : kept;
}

// What a server answers to a Range request, cut from the whole file.
async function part(kept, start, last) {
  const whole = await kept.blob();
  if (start >= whole.size) return new Response(null, { status: 416, headers: { 'content-range': `bytes */${whole.size}` } });
  const end = last === '' ? whole.size : Math.min(Number(last) + 1, whole.size);
  const headers = new Headers(kept.headers);
  headers.set('content-range', `bytes ${start}-${end - 1}/${whole.size}`);
  headers.set('content-length', String(end - start));
  return new Response(whole.slice(start, end), { status: 206, headers });
}

// All files first, each checked by its hash; then the pointer, which makes it the release to fall back on; then the one before goes.
async function keep({ pointer, files }) {
  const name = RELEASES + pointer.id;
  try {
    const cache = await caches.open(name);
    for (const [path, hash] of Object.entries(files)) await keepFile(cache, address(`releases/${pointer.id}/${path}`), hash);
    await cache.put(address('release.json'), new Response(JSON.stringify(pointer), { headers: { 'content-type': 'application/json', 'x-ncovy-kept': '1' } }));
    await drop((other) => other.startsWith(RELEASES) && other !== name);
  } catch {
    if (!await inCache(name, address('release.json'))) await caches.delete(name); // no room, no network, or not what the manifest says
  }
}

async function keepFile(cache, url, hash) {
  if (await cache.match(url)) return;
  const answer = await fetch(url);
  const bytes = await answer.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  if (!answer.ok || [...digest].map((one) => one.toString(16).padStart(2, '0')).join('') !== hash) throw new Error(url);
  const headers = new Headers({ 'content-type': answer.headers.get('content-type') ?? 'application/octet-stream', 'content-length': String(bytes.byteLength) });
  await cache.put(url, new Response(bytes, { headers }));
}

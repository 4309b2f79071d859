// What the site publishes now: the pointer, then the files of the release it names.

export const SCHEME = 'pmtiles://'; // of every source, as published
const absolute = (path, base) => new URL(path, base).href;

async function json(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.json();
}

// `kept`: the service worker answered from what this device keeps, since the network did not.
export async function loadPointer() {
  const response = await fetch('release.json', { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${response.status} release.json`);
  const pointer = await response.json();
  if (!/^[\w-]+$/.test(pointer.id)) throw new Error('release id');
  return { pointer, kept: response.headers.has('x-ncovy-kept') };
}

export async function loadRelease() {
  const { pointer, kept } = await loadPointer();
  const base = absolute(`releases/${pointer.id}/`, document.baseURI);
  const names = ['manifest.json', 'catalogue.json', 'style.json', 'tiles.json'];
  const asked = names.map((name) => json(base + name));
  const counts = asked[0].then(({ files }) => files['units.json'] && json(`${base}units.json`)); // releases of older versions have none
  const [manifest, catalogue, style, tiles, units] = await Promise.all([...asked, counts]);
  return { pointer, kept, base, manifest, catalogue, tiles, units, style: resolved(style, base) };
}

// The stored style names its files relative to the release; MapLibre wants full addresses.
function resolved(style, base) {
  const whole = (url) => `${SCHEME}${absolute(url.slice(SCHEME.length), base)}`;
  const sources = Object.entries(style.sources).map(([name, one]) => [name, { ...one, url: whole(one.url) }]);
  return { ...style, sprite: absolute('sprite', base), sources: Object.fromEntries(sources) };
}

// The suffix of the sprites for fine screens; MapLibre itself knows none but @2x, and older releases have no other.
export const fineSprites = (style) => (globalThis.devicePixelRatio > 2 && style.metadata?.['ncovy:pixel_ratios']?.includes(3) ? '@3x' : '@2x');

export const archiveOf = (release) => absolute('tiles/ncovy.pmtiles', release.base);
export const dataOf = (release, layer) => json(`${release.base}data/${layer}.geojson`);

const NO_TEXTS = { report: {}, public_key: null, hotlines: [], guidance: [], links: [] };

// What the page says beside the map; releases of older versions have none.
export async function siteOf(release) {
  release.site ??= release.manifest.files['site.json'] ? json(`${release.base}site.json`) : NO_TEXTS;
  return release.site;
}

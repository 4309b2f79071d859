// The map: MapLibre with the release's own style and tiles, its clicks and its layer switches.
import { addProtocol, Map as MapLibre, Marker, NavigationControl, Popup, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import { Protocol } from 'pmtiles';
import { el } from './dom.js';
import { fineSprites } from './release.js';
import { room } from './style.js';
import { word } from './words.js';

const HIT_PIXELS = 8;
const ROOM = 40; // around a feature
const CALM = 10_000; // ms until it is asked for again

// Text is drawn with these fonts on a canvas: they must be there before the first tile.
const FACES = ['400 16px "Noto Sans"', '700 16px "Noto Sans"'];
const SAMPLE = 'Việt Nam ăâđêôơư';

// The library's own look comes with it; its file is named by the build.
const look = () => new Promise((resolve, reject) => {
  document.head.append(el('link', { rel: 'stylesheet', href: new URL(LOOK_FILE, import.meta.url).href, onload: resolve, onerror: reject }));
});

export async function makeMap({ archives, frame: container, home, release }, bounds) {
  const protocol = new Protocol();
  Object.values(archives).forEach((archive) => protocol.add(archive));
  addProtocol('pmtiles', protocol.tile);
  setWorkerUrl(new URL(WORKER_FILE, import.meta.url).href);
  await Promise.all([look(), ...FACES.map((face) => document.fonts.load(face, SAMPLE))]);
  const map = new MapLibre({
    container,
    style: release.style,
    transformRequest: (url, kind) => ({ url: /^Sprite/.test(kind) ? url.replace('@2x.', `${fineSprites(release.style)}.`) : url }),
    validateStyle: false, // it was, when it was made; on a cheap phone that is half a second
    bounds,
    fitBoundsOptions: { padding: room(container) },
    maxBounds: widened(home, 3),
    maxZoom: 19,
    hash: 'map',
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 100,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-right');
  nameControls(map);
  map.on('error', (event) => failed(map, event));
  return map;
}

// The library asks no second time for what did not come, a tile or what an archive holds: a hole would stay until its reader moves away, or for good.
function failed(map, { error, sourceId, tile }) {
  console.error(error);
  const source = map.getSource(sourceId);
  if (!source) return;
  const again = () => (tile ? map.refreshTiles(sourceId, [tile.tileID.canonical]) : source.setUrl(source.url));
  if (navigator.onLine) setTimeout(again, CALM);
  else globalThis.addEventListener('online', again, { once: true });
}

const NAMES = { '.maplibregl-canvas': 'map', '.maplibregl-ctrl-zoom-in': 'zoomIn', '.maplibregl-ctrl-zoom-out': 'zoomOut', '.maplibregl-popup-close-button': 'close', '.here': 'here' };

// The library would read its words once, and keep them when its reader changes the language.
export function nameControls(map) {
  for (const [selector, name] of Object.entries(NAMES)) {
    const node = map.getContainer().querySelector(selector);
    node?.setAttribute('aria-label', word(name));
    if (node?.localName === 'button') node.title = word(name);
  }
}

function widened([[west, south], [east, north]], degrees) {
  return [[west - degrees, south - degrees], [east + degrees, north + degrees]];
}

export function showLayer(map, ids, visible) {
  ids.forEach((id) => map.setLayoutProperty(id, 'visibility', visible ? 'visible' : 'none'));
}

// The catalogue layer of something drawn, from tiles or from a filtered source.
export const layerOf = (feature) => feature.layer.metadata['ncovy:layer'];

// What lies under a click: a cluster to open, or distinct features, topmost first.
export function hits(map, layers, point) {
  const box = [[point.x - HIT_PIXELS, point.y - HIT_PIXELS], [point.x + HIT_PIXELS, point.y + HIT_PIXELS]];
  const areas = map.queryRenderedFeatures(point, { layers }).filter((one) => one.geometry.type.endsWith('Polygon'));
  const signs = map.queryRenderedFeatures(box, { layers }).filter((one) => one.geometry.type === 'Point');
  const cluster = signs.find((one) => one.properties.count);
  const features = new Map([...signs, ...areas].filter((one) => one.properties.id).map((one) => [one.properties.id, one]));
  return { cluster: features.size && signs[0] !== cluster ? undefined : cluster, features: [...features.values()] };
}

export function zoomInto(map, cluster) {
  map.easeTo({ center: cluster.geometry.coordinates, zoom: Math.min(map.getZoom() + 2, 15) });
}

export function goTo(map, bounds, point) {
  const small = bounds[0][0] === bounds[1][0];
  if (small) map.flyTo({ center: point, zoom: Math.max(map.getZoom(), 15), speed: 2 });
  else map.fitBounds(bounds, { padding: ROOM, maxZoom: 16 });
}

// Beside its place; the style keeps it low enough for half of the map.
export function popupAt(map, place, content) {
  const popup = new Popup({ maxWidth: '360px', offset: 12, focusAfterOpen: false }).setLngLat(place).setDOMContent(content).addTo(map);
  nameControls(map);
  content.tabIndex = -1;
  content.focus({ preventScroll: true }); // at its beginning, not at its first link
  popup.getElement().addEventListener('keydown', (event) => event.key === 'Escape' && popup.remove());
  return popup;
}

export const markerAt = (map, place) => new Marker({ element: el('div', { class: 'selected' }) }).setLngLat(place).addTo(map);

export function hereAt(map, place) {
  return new Marker({ element: el('div', { class: 'here', role: 'img', 'aria-label': word('here') }) }).setLngLat(place).addTo(map);
}

// On a phone the sheet covers the lower part: bring the place into what is left of the map, near enough to recognise.
export function liftAbove(map, place, sheet) {
  const frame = map.getContainer().getBoundingClientRect();
  const seen = Math.max(sheet.ownerDocument.defaultView.innerHeight * 0.38 - frame.top, 60);
  map.easeTo({ center: place, zoom: Math.max(map.getZoom(), 13.5), offset: [0, seen / 2 - frame.height / 2] });
}

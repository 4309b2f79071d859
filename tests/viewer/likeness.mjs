// Draws sheets with MapLibre in a real Chromium: node likeness.mjs CHROMIUM FOLDER. The folder holds sheets.json, the styles it names and
// their sprites; <sheet>.png come to lie beside them. The map gets the file of the published viewer's MapLibre and the viewer's fonts.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './browser.mjs';

const [executablePath, folder] = process.argv.slice(2);
const packages = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../ncovy_qgis/publish/site/node_modules');
const HOST = 'http://likeness.test';
const face = (weight) => `@font-face { font-family: "Noto Sans"; font-weight: ${weight}; src: url(/packages/@fontsource/noto-sans/files/noto-sans-latin-${weight}-normal.woff2); }`;
const PAGE = `<!doctype html><meta charset="utf-8"><style>${face(400)}${face(700)}body { margin: 0 } #map { width: 64px; height: 64px }</style><div id="map"></div>`;
const TYPES = { '.mjs': 'text/javascript', '.json': 'application/json', '.png': 'image/png', '.woff2': 'font/woff2' };

async function serve(route) {
  const place = new URL(route.request().url()).pathname;
  if (place === '/') return route.fulfill({ contentType: 'text/html', body: PAGE });
  const file = place.startsWith('/packages/') ? path.join(packages, place.slice(10)) : path.join(folder, place);
  return route.fulfill({ contentType: TYPES[path.extname(file)] ?? 'text/plain', body: await readFile(file) });
}

async function start(host) {
  const { Map: MapLibre, setWorkerUrl } = await import(`${host}/packages/maplibre-gl/dist/maplibre-gl.mjs`);
  setWorkerUrl(`${host}/packages/maplibre-gl/dist/maplibre-gl-worker.mjs`);
  await Promise.all(['400', '700'].map((weight) => document.fonts.load(`${weight} 16px "Noto Sans"`)));
  const style = { version: 8, sources: {}, layers: [] };
  globalThis.drawn = new MapLibre({ container: 'map', style, fadeDuration: 0, attributionControl: false, interactive: false });
}

async function draw(sheet, host) {
  const { drawn } = globalThis;
  if (globalThis.shown !== sheet.style) {
    const style = await (await fetch(`${host}/${sheet.style}`)).json();
    const empty = { type: 'FeatureCollection', features: [] };
    const names = new Set(style.layers.map((one) => one['source-layer']).filter(Boolean));
    style.sprite = `${host}/${style.sprite}`;
    style.sources = Object.fromEntries([...names].map((name) => [name, { type: 'geojson', data: empty, tolerance: 0 }]));
    style.layers = style.layers.map((one) => {
      if (one.type === 'background') return { ...one, paint: { 'background-color': sheet.paper } };
      const { 'source-layer': source, ...rest } = one; // the features of one GeoJSON are those of one layer of a tile
      return { ...rest, source };
    });
    drawn.setStyle(style, { diff: false });
    await drawn.once('style.load');
    globalThis.shown = sheet.style;
  }
  const empty = { type: 'FeatureCollection', features: [] };
  Object.assign(drawn.getContainer().style, { width: `${sheet.width}px`, height: `${sheet.height}px` });
  drawn.resize();
  drawn.jumpTo({ center: sheet.center, zoom: sheet.zoom });
  Object.keys(drawn.getStyle().sources).forEach((name) => drawn.getSource(name).setData(sheet.sources[name] ?? empty));
  await new Promise((resolve, reject) => { drawn.once('idle', resolve); drawn.on('error', (event) => reject(event.error)); });
}

const browser = await launch(executablePath);
const page = await browser.newPage({ viewport: { width: 1000, height: 900 }, deviceScaleFactor: 1 });
await page.route(`${HOST}/**`, serve);
await page.goto(`${HOST}/`);
await page.evaluate(`(${start})(${JSON.stringify(HOST)})`);
for (const sheet of JSON.parse(await readFile(path.join(folder, 'sheets.json')))) {
  await page.evaluate(`(${draw})(${JSON.stringify(sheet)}, ${JSON.stringify(HOST)})`);
  await page.screenshot({ path: path.join(folder, `${sheet.name}.png`), clip: { x: 0, y: 0, width: sheet.width, height: sheet.height } });
}
await browser.close();

// The OpenLayers page of docs/open-data in a real browser, from another origin than the data; its packages come from node_modules, not from the web.
// usage: node openlayers.mjs CHROMIUM PAGE_ADDRESS SITE_ADDRESS PICTURE.png → facts as JSON
import { readFile } from 'node:fs/promises';
import { launch } from './browser.mjs';

const [executable, page, site, picture] = process.argv.slice(2);
const TYPES = { js: 'text/javascript', css: 'text/css' };
const faults = [];
const browser = await launch(executable);
const tab = await browser.newPage({ viewport: { width: 800, height: 600 } });
tab.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
tab.on('pageerror', (error) => faults.push(error.message));
await tab.route('https://cdn.jsdelivr.net/npm/**', async (route) => {
  const [, name, version, path] = /npm\/([\w-]+)@([\d.]+)\/(.*)$/.exec(route.request().url());
  const about = JSON.parse(await readFile(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8'));
  if (about.version !== version) faults.push(`${name}: ${version} in the page, ${about.version} installed`);
  const body = await readFile(new URL(`node_modules/${name}/${path}`, import.meta.url));
  return route.fulfill({ body, contentType: TYPES[path.split('.').pop()], headers: { 'access-control-allow-origin': '*' } });
});
await tab.goto(`${page}?site=${site}`);
await tab.waitForFunction(() => globalThis.openData, null, { timeout: 60_000 }).catch((error) => { throw new Error(`${error.message} ${faults.join("; ")}`); });
const settled = () => tab.evaluate(() => new Promise((resolve) => {
  globalThis.openData.map.once('rendercomplete', () => resolve());
  globalThis.openData.map.render();
}));
await settled();
const drawn = () => tab.evaluate(() => {
  const { map, tiles, units, zones } = globalThis.openData;
  const extent = map.getView().calculateExtent();
  const found = [...tiles.getFeaturesInExtent(extent), ...units.getFeaturesInExtent(extent)];
  const counted = {};
  for (const feature of found) counted[feature.get('layer')] = (counted[feature.get('layer')] ?? 0) + (feature.get('count') ?? 1);
  return { layers: counted, zones: zones.getSource().getFeatures().length };
});
const overview = await drawn();
await tab.screenshot({ path: picture });
const place = await tab.evaluate(() => {
  const { map, zones } = globalThis.openData;
  const geometry = zones.getSource().getFeatures()[0].getGeometry();
  map.getView().fit(geometry, { maxZoom: 18 });
  return geometry.getInteriorPoints().getFirstCoordinate();
});
await settled();
const [x, y] = await tab.evaluate((point) => globalThis.openData.map.getPixelFromCoordinate(point), place);
await tab.mouse.click(x, y);
await tab.waitForSelector('#told dd', { timeout: 10_000 });
const told = await tab.locator('#told').innerText();
console.log(JSON.stringify({ overview, told, faults, title: await tab.title() }));
await browser.close();

// What is there before the map: a light picture of the province, and all that needs no map. This Chromium draws WebGL with its processor.
import { PHONE, drawnLayers, openMap, openPage, setView, whereIs } from './browser.mjs';
import { violations } from './scenarios_axe.mjs';
import { listed, table } from './scenarios_view.mjs';

const MAP_SCRIPT = /\/map_page-\w+\.js$/;
const rings = (page) => page.locator('.ring').evaluateAll((all) => Object.fromEntries(all.map((one) => [one.dataset.code, Number(one.textContent)])));
const communes = (page) => page.locator('.land .commune').evaluateAll((all) => all.filter((one) => getComputedStyle(one).display !== 'none').map((one) => one.getAttribute('fill')));
const settled = (page) => page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); }));
// The edges of all that is drawn of the province: left, top, right, bottom.
const frame = (page) => page.locator('.land path').evaluateAll((all) => {
  const boxes = all.map((one) => one.getBoundingClientRect());
  return [Math.min(...boxes.map((one) => one.left)), Math.min(...boxes.map((one) => one.top)), Math.max(...boxes.map((one) => one.right)), Math.max(...boxes.map((one) => one.bottom))];
});

// What was asked for only to draw the map.
const scripts = (page) => page.evaluate(() => performance.getEntriesByType('resource').map((one) => one.name.split('/').at(-1)).filter((one) => /^(map_page|worker|map)-/.test(one)));

// What the picture and the table of units count, which is to be the same.
async function counted(page) {
  await page.getByRole('tab', { name: 'Theo xã' }).click();
  await settled(page);
  const found = { rings: await rings(page), table: Object.fromEntries((await table(page)).map(([code, , count]) => [code, count])) };
  await page.getByRole('tab', { name: 'Chú giải' }).click();
  return found;
}

// Where the map has the corners of the province.
const mapped = (page, bounds) => page.evaluate(([west, south, east, north]) => {
  const { map } = globalThis.ncovy;
  const box = map.getContainer().getBoundingClientRect();
  const [a, b] = [map.project([west, north]), map.project([east, south])];
  return [a.x + box.x, a.y + box.y, b.x + box.x, b.y + box.y];
}, bounds);

// A device with a graphics processor; `script` deals with the map's script.
async function withGpu(browser, address, script, before) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 640 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  if (before) await page.addInitScript(before);
  await page.route(/\/gpu-\w+\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: "self.postMessage('hardware')" }));
  await page.route(MAP_SCRIPT, script);
  await page.goto(`${address}/index.html`);
  await page.locator('.ring').first().waitFor();
  return page;
}

// The same, but its map comes when `arrive` is called: until then a scenario may set up what the map will meet.
async function withHeldMap(browser, address, before) {
  let [asked, arrive] = [];
  const asking = new Promise((resolve) => { asked = resolve; });
  const held = new Promise((resolve) => { arrive = resolve; });
  const page = await withGpu(browser, address, async (route) => { asked(); await held; await route.continue(); }, before);
  return { page, asking, arrive };
}

async function search(page) {
  await page.fill('input[type=search]', 'hieu thuoc so 3');
  await page.locator('.body .hint', { hasText: 'kết quả' }).waitFor();
}

const ready = (page) => page.waitForFunction(() => document.documentElement.dataset.ready === 'true', null, { timeout: 60_000 });

export const pictureScenarios = (browser, address, world) => ({
  async picture() {
    const { page, faults } = await openPage(browser, address, { ready: false });
    await page.locator('.open-map').waitFor({ timeout: 60_000 });
    const seen = { faults, offer: await page.locator('.offer p').innerText(), communes: await communes(page), whole: await counted(page) };
    seen.label = await page.locator('.land').getAttribute('aria-label');
    await page.getByRole('checkbox', { name: 'Hiệu thuốc' }).uncheck();
    seen.without = await counted(page);
    await page.getByRole('checkbox', { name: 'Hiệu thuốc' }).check();
    await page.getByRole('checkbox', { name: 'Mức nguy cơ theo xã' }).uncheck();
    await settled(page);
    seen.uncoloured = await communes(page);
    await page.getByRole('checkbox', { name: 'Mức nguy cơ theo xã' }).check();
    seen.listed = (await listed(page)).length;
    await search(page);
    await page.locator('.entries .entry').first().click();
    seen.detail = await page.locator('#panel .detail h2').innerText();
    await page.getByRole('button', { name: 'Quay lại' }).click();
    await page.fill('input[type=search]', '');
    await page.locator('.ring[data-code="412"]').click();
    seen.unit = await page.locator('.overview h2').innerText();
    await page.getByRole('button', { name: 'Tỉnh Nghệ An' }).click();
    seen.scripts = await scripts(page);
    seen.land = await frame(page);
    await openMap(page);
    return { ...seen, mapped: await mapped(page, world.bounds), left: await page.locator('.picture, .offer, .coming').count() };
  },

  async picture_axe() {
    const found = {};
    for (const colorScheme of ['light', 'dark']) {
      const { page } = await openPage(browser, address, { ready: false, size: PHONE, options: { colorScheme } });
      await page.locator('.open-map').waitFor({ timeout: 60_000 });
      found[colorScheme] = await violations(page);
    }
    return { found };
  },

  // With a graphics processor the map comes by itself; all else works while its script is still on the way.
  async gpu() {
    const { page, asking, arrive } = await withHeldMap(browser, address);
    await asking;
    const seen = { offers: await page.locator('.offer').count(), listed: (await listed(page)).length };
    await search(page);
    seen.found = await page.locator('.entries strong').first().innerText();
    seen.early = await page.evaluate(() => Boolean(globalThis.ncovy));
    arrive();
    await ready(page);
    return { ...seen, left: await page.locator('.picture').count(), canvases: await page.locator('.maplibregl-canvas').count() };
  },

  // A page that never comes to rest: whoever touches the picture does not wait.
  async touched() {
    const page = await withGpu(browser, address, (route) => route.continue(), () => { globalThis.requestIdleCallback = () => 0; });
    await page.waitForTimeout(500);
    const before = await scripts(page);
    await page.locator('.land').click({ position: { x: 30, y: 300 } });
    await ready(page);
    return { before, left: await page.locator('.picture').count() };
  },

  async saving() {
    const before = () => Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    const asked = [];
    const page = await withGpu(browser, address, (route) => { asked.push(route.request().url()); return route.continue(); }, before);
    await page.locator('.open-map').waitFor();
    await page.waitForTimeout(500);
    return { offer: await page.locator('.offer p').innerText(), asked };
  },

  // Each part of the tiles is lost, or comes short or wrong, the first time; later the line is dead for a while.
  async lost_tiles() {
    const lost = new Set();
    const { page, arrive } = await withHeldMap(browser, address);
    await page.route('**/*.pmtiles', async (route) => {
      const { range } = route.request().headers();
      if (lost.has(range)) return route.continue();
      lost.add(range);
      if (lost.size % 3 === 0) return route.abort('connectionreset');
      const response = await route.fetch();
      const whole = await response.body();
      const body = lost.size % 3 === 1 ? whole.subarray(0, whole.length / 2) : Buffer.alloc(whole.length, 7);
      return route.fulfill({ response, body, headers: { ...response.headers(), 'content-length': String(body.length) } });
    });
    arrive();
    await ready(page);
    const seen = { lost: lost.size, drawn: await drawnLayers(page) };
    const missed = page.evaluate(() => new Promise((resolve) => { globalThis.ncovy.map.on('error', ({ tile }) => tile && resolve()); }));
    await page.context().setOffline(true);
    await page.evaluate(([center, zoom]) => { globalThis.ncovy.map.jumpTo({ center, zoom }); }, [world.alone.point, 16]);
    await missed;
    seen.hole = await whereIs(page, world.alone.layer, world.alone.id);
    await page.context().setOffline(false);
    await page.waitForFunction(([layer, id]) => globalThis.ncovy.map.queryRenderedFeatures().some((one) => one.sourceLayer === layer && one.properties.id === id), [world.alone.layer, world.alone.id]);
    return seen;
  },

  // The line dies just before the map asks what its archive holds; later it dies without the browser's knowing, and somebody clicks on a sign.
  async lost_archive() {
    const offline = () => Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
    const { page, arrive } = await withHeldMap(browser, address, offline);
    let asked;
    const failing = new Promise((resolve) => { asked = resolve; });
    await page.route('**/ncovy.pmtiles', (route) => { asked(); return route.abort('connectionreset'); });
    arrive();
    await failing;
    await page.waitForFunction(() => globalThis.ncovy);
    const before = await drawnLayers(page);
    await page.unroute('**/ncovy.pmtiles');
    await page.evaluate(() => { delete navigator.onLine; globalThis.dispatchEvent(new Event('online')); });
    await page.waitForFunction(() => globalThis.ncovy.map.queryRenderedFeatures().some((one) => one.sourceLayer === 'pharmacy'));
    const seen = { before, drawn: await drawnLayers(page) };
    await setView(page, world.alone.point, 13);
    const place = await whereIs(page, world.alone.layer, world.alone.id);
    const missed = [];
    await page.route('**/releases/**', (route) => { missed.push(route.request().url()); return route.abort('connectionreset'); });
    await page.mouse.click(...place);
    seen.hint = await page.locator('.maplibregl-popup .hint').innerText();
    const box = page.locator('.legend > ul > li', { hasText: 'Hiệu thuốc' }).locator('details.filter');
    await box.locator('summary').click();
    seen.filter = await box.getByRole('alert').innerText();
    await page.route('**/release.json', (route) => route.abort('connectionreset'));
    await page.evaluate(() => globalThis.dispatchEvent(new Event('offline')));
    seen.cut = await page.locator('.banner.kept').innerText();
    seen.labels = await page.locator('.detail dt').allInnerTexts();
    return { ...seen, asked: missed.filter((url) => url.endsWith('.pmtiles')).length, title: await page.locator('.detail h2').innerText() };
  },

  async lost_script() {
    const page = await withGpu(browser, address, (route) => route.abort());
    await page.locator('.failure').waitFor();
    await page.locator('.entries .entry').first().click();
    return { told: await page.locator('.failure').innerText(), title: await page.locator('.detail h2').innerText(), rings: await page.locator('.ring').count() };
  },
});

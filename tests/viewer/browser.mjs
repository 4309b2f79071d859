// A real Chromium on the published site; collects what a scenario must never cause.
import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];
export const DESKTOP = { width: 1000, height: 640 };
export const PHONE = { width: 360, height: 640 };

export const launch = (executablePath) => chromium.launch({ executablePath, args: FLAGS });

export async function openPage(browser, address, { size = DESKTOP, place = '', before, pointer, ready = true, workers = false, options = {} } = {}) {
  const page = await browser.newPage({ viewport: size, deviceScaleFactor: 1, serviceWorkers: workers ? 'allow' : 'block', reducedMotion: 'reduce', ...options });
  const [faults, lost] = [[], []]; // a request that was lost is no fault: the page may have asked again
  page.on('console', (message) => message.type() === 'error' && tell(faults, message, lost));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'warning' && !/GL Driver|Service Worker/.test(message.text()) && lost.push(message.text()));
  page.on('requestfailed', (request) => lost.push(`${request.failure()?.errorText} ${request.url()}`));
  page.on('request', (request) => !request.url().startsWith(address) && !/^(blob|data):/.test(request.url()) && faults.push(`foreign ${request.url()}`));
  if (before) await page.addInitScript(before.script, before.value);
  if (pointer) {
    await page.route('**/release.json', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...await answer.json(), ...pointer } });
    });
  }
  await page.goto(`${address}/index.html${place}`);
  if (ready) await openMap(page);
  return { page, faults };
}

// An error that a worker handed over shows its class alone: what it says is asked for, and what was warned of before.
function tell(faults, message, lost) {
  const place = faults.push(message.text()) - 1;
  const words = message.args().map((one) => one.evaluate((said) => said?.message ?? '').catch(() => ''));
  Promise.all(words).then((said) => { faults[place] = [message.text(), ...said.filter((one) => one && !message.text().includes(one)), ...lost].join(' '); });
}

// As a reader does whose device draws WebGL with its processor, as this one does; some links open the map by themselves.
export async function openMap(page) {
  const there = () => document.querySelector('.open-map') !== null || document.documentElement.dataset.ready === 'true';
  await page.waitForFunction(there, null, { timeout: 60_000 });
  const button = page.locator('.open-map');
  if (await button.count()) await button.click();
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true', null, { timeout: 60_000 });
}

// What a reader's "no" comes to; without a permission some browsers ask nobody and never answer.
export const refuseToLocate = (page) => page.evaluate(() => { navigator.geolocation.getCurrentPosition = (_, refused) => refused({ code: 1 }); });

// An old device; also for what needs no map, as drawing it in software costs most of a test's time.
export function withoutWebgl() {
  delete globalThis.OffscreenCanvas;
  const real = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function get(kind, ...rest) {
    return /webgl/.test(kind) ? null : real.call(this, kind, ...rest);
  };
}

let shared;

// One page serves the scenarios that leave it as they found it: map, legend and search go back to the start.
export async function desktop(browser, address) {
  shared ??= await openPage(browser, address);
  const { page } = shared;
  const popup = page.locator('.maplibregl-popup-close-button');
  if (await popup.count()) await popup.click();
  await page.getByRole('tab', { name: 'Chú giải' }).click();
  await page.evaluate(() => { globalThis.ncovyStart ??= globalThis.ncovy.map.getBounds(); globalThis.ncovy.map.fitBounds(globalThis.ncovyStart, { animate: false }); });
  await idle(page);
  return shared;
}

// Every other page would go on drawing beside the scenarios to come.
export const closeOthers = (browser) => Promise.all(
  browser.contexts().flatMap((one) => one.pages()).filter((page) => page !== shared?.page).map((page) => page.close()),
);

// After the next frame that leaves nothing to load or draw.
export const idle = (page) => page.evaluate(() => new Promise((resolve) => {
  const { map } = globalThis.ncovy;
  map.once('idle', () => resolve()); // an answer would carry the whole map to the test
  map.triggerRepaint();
}));

// Where on the page a feature of a layer is drawn, free of other data around it.
export const whereIs = (page, layer, id) => page.evaluate(([name, key]) => {
  const { map } = globalThis.ncovy;
  const box = map.getContainer().getBoundingClientRect();
  const drawn = map.queryRenderedFeatures().filter((one) => one.sourceLayer === name && (key ? one.properties.id === key : one.properties.count));
  const points = drawn.filter((one) => one.geometry.type === 'Point').map((one) => map.project(one.geometry.coordinates));
  const inside = points.find((one) => one.x > 20 && one.y > 20 && one.x < box.width - 60 && one.y < box.height - 40);
  return inside && [inside.x + box.x, inside.y + box.y];
}, [layer, id]);

export const drawnLayers = (page) => page.evaluate(() => {
  const { map } = globalThis.ncovy;
  const names = map.getStyle().layers.filter((one) => one.metadata?.['ncovy:layer']).map((one) => one.metadata['ncovy:layer']);
  const drawn = map.queryRenderedFeatures().map((one) => one.layer.metadata?.['ncovy:layer']);
  return [...new Set(names)].filter((name) => name !== 'unit' && drawn.includes(name)).sort();
});

// Legend signs that are drawn in more than one colour, as they are seen.
export async function inked(page) {
  const pictures = [];
  for (const sign of await page.locator('.layer .sign').all()) pictures.push((await sign.screenshot()).toString('base64'));
  return page.evaluate((all) => Promise.all(all.map(async (one) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(one), (letter) => letter.charCodeAt(0))]));
    const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
    pen.drawImage(image, 0, 0);
    return new Set(new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer)).size > 2;
  })), pictures);
}

export const setView = async (page, center, zoom) => {
  await page.evaluate(([place, level]) => { globalThis.ncovy.map.jumpTo({ center: place, zoom: level }); }, [center, zoom]);
  await idle(page);
};

// A server in between that can be switched off for real: what the page still does without it, and what it does when it is back.
import { createServer } from 'node:http';
import {
  drawnLayers, openPage, setView, whereIs,
} from './browser.mjs';

// Passes everything on to the site; `change` may alter what a path answers.
async function standIn(site, port, change = {}) {
  const server = createServer(async (request, response) => {
    const { range } = request.headers;
    const answer = await fetch(site + request.url, { headers: range ? { range } : {} });
    let body = Buffer.from(await answer.arrayBuffer());
    const altered = change[request.url.split('?')[0]];
    if (altered) body = Buffer.from(altered(body.toString()));
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => /^(content-type|content-range|cache-control)$/.test(name)));
    response.writeHead(answer.status, { ...headers, 'content-length': body.length });
    response.end(body);
  });
  await new Promise((resolve) => { server.listen(port, '127.0.0.1', resolve); });
  const stop = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return { stop, port: server.address().port };
}

// The predicate may take its time, which waitForFunction does not wait for.
async function until(page, predicate, argument) {
  for (let count = 0; count < 300; count += 1) {
    if (await page.evaluate(predicate, argument)) return;
    await page.waitForTimeout(100);
  }
  throw new Error(`never: ${predicate}`);
}

const kept = (page, moment = '') => until(page, async (as_of) => {
  const pointer = await caches.match(new URL('release.json', document.baseURI).href);
  return Boolean(pointer) && (!as_of || (await pointer.json()).as_of === as_of);
}, moment);
const replaced = (page) => until(page, async () => (await caches.keys()).filter((name) => name.includes(' page ')).every((name) => name.endsWith('0123456789ab')));

const told = (page) => page.locator('.banner.kept').allInnerTexts();
const asOf = (page) => page.locator('#head .asof time').innerText();

export const offlineScenarios = (browser, address, world) => ({
  async offline() {
    let line = await standIn(address, 0);
    const { port } = line;
    const own = `http://127.0.0.1:${port}`;
    const { page, faults } = await openPage(browser, own, { workers: true, size: { width: 760, height: 460 } });
    await kept(page);
    await line.stop();
    const online = [...faults];

    await page.reload();
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true', null, { timeout: 60_000 });
    const without = { banner: await told(page), asOf: await asOf(page) };
    await setView(page, world.centre, 13.2);
    without.drawn = await drawnLayers(page);
    await setView(page, world.alone.point, 16);
    await page.mouse.click(...await whereIs(page, world.alone.layer, world.alone.id));
    await page.waitForSelector('.maplibregl-popup .detail dl');
    without.title = await page.locator('.detail h2').innerText();
    await page.fill('input[type=search]', 'hieu thuoc so 3');
    await page.waitForSelector('.entries .entry');
    without.found = await page.locator('.entries strong').first().innerText();

    const later = world.as_of.replace('T18:00', 'T19:00');
    const pointer = (text) => text.replace(world.as_of, later);
    const worker = (text) => `${text}\n`.replace(/ page [0-9a-f]{12}`/, ' page 0123456789ab`');
    line = await standIn(address, port, { '/release.json': pointer, '/sw.js': worker });
    await page.reload();
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true', null, { timeout: 60_000 });
    const back = { banner: await told(page), asOf: await asOf(page) };
    await kept(page, later);
    await replaced(page);
    back.caches = await page.evaluate(() => caches.keys());
    await line.stop();
    return { faults: online, without, back };
  },
});

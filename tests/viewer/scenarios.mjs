// Runs every scenario on a site and prints {name: facts}; pytest judges the facts.
// usage: node scenarios.mjs CHROMIUM ADDRESS FACTS.json [name…]
import { readFile } from 'node:fs/promises';
import {
  PHONE, closeOthers, desktop, drawnLayers, idle, inked, launch, openPage, setView, whereIs, withoutWebgl,
} from './browser.mjs';
import { axeScenarios } from './scenarios_axe.mjs';
import { offlineScenarios } from './scenarios_offline.mjs';
import { pageScenarios } from './scenarios_page.mjs';
import { pictureScenarios } from './scenarios_picture.mjs';
import { viewScenarios } from './scenarios_view.mjs';

const [executable, address, factsFile, ...only] = process.argv.slice(2);
const world = JSON.parse(await readFile(factsFile, 'utf8'));
const browser = await launch(executable);
const LONGEST = 90_000;
const visible = (page, selector) => page.locator(selector).allInnerTexts();

const scenarios = {
  ...pageScenarios(browser, address, world),
  ...viewScenarios(browser, address, world),
  ...pictureScenarios(browser, address, world),
  ...offlineScenarios(browser, address, world),
  ...axeScenarios(browser, address),

  async overview() {
    const { page, faults } = await desktop(browser, address);
    const rows = await page.locator('.layer label').allInnerTexts();
    const counts = await page.locator('.layer .count').allInnerTexts();
    const bounds = await page.evaluate(() => globalThis.ncovy.map.getBounds().toArray().flat());
    return { faults, rows, counts, bounds, drawn: await drawnLayers(page), title: await page.title(), signs: await inked(page) };
  },

  async district() {
    const { page, faults } = await desktop(browser, address);
    await setView(page, world.centre, 13.2);
    const all = await drawnLayers(page);
    await page.getByRole('checkbox', { name: 'Hiệu thuốc' }).uncheck();
    await idle(page);
    const without = await drawnLayers(page);
    await page.getByRole('button', { name: 'Ẩn tất cả' }).click();
    await idle(page);
    const none = await drawnLayers(page);
    await page.getByRole('button', { name: 'Hiện tất cả' }).click();
    await idle(page);
    return { faults, all, without, none, again: await drawnLayers(page) };
  },

  async popup() {
    const { page, faults } = await desktop(browser, address);
    const found = {};
    for (const zoom of [16, 13]) {
      await setView(page, world.alone.point, zoom);
      await page.mouse.click(...await whereIs(page, world.alone.layer, world.alone.id));
      await page.waitForSelector('.maplibregl-popup .detail dl');
      found[zoom] = {
        title: await page.locator('.detail h2').innerText(),
        labels: await visible(page, '.detail > dl dt'),
        values: await visible(page, '.detail > dl dd'),
        codes: await page.locator('.detail .codes dd').allTextContents(),
        updated: await page.locator('.detail .updated').innerText(),
        state: await page.locator('.detail .chip').innerText(),
        parts: await page.locator('.detail').evaluate((whole) => [...whole.childNodes].map((one) => one.nodeName.toLowerCase())),
        phones: await page.locator('.detail a[href^="tel:"]').evaluateAll((links) => links.map((one) => one.getAttribute('href'))),
      };
      await page.locator('.maplibregl-popup a').first().focus();
      await page.keyboard.press('Escape');
      await page.waitForSelector('.maplibregl-popup', { state: 'detached' });
    }
    return { faults, found };
  },

  async hostile() {
    const { page, faults } = await desktop(browser, address);
    await setView(page, world.hostile.point, 17);
    await page.mouse.click(...await whereIs(page, world.hostile.layer, world.hostile.id));
    await page.waitForSelector('.detail h2');
    const title = await page.locator('.detail h2').innerText();
    const links = await page.locator('.detail a').evaluateAll((all) => all.map((one) => one.protocol));
    await page.fill('input[type=search]', 'onerror');
    await page.waitForSelector('.entries .entry');
    const listed = await page.locator('.entries strong').first().innerText();
    const made = await page.evaluate(() => [globalThis.hacked ?? null, document.images.length, document.querySelectorAll('iframe, object, embed').length]);
    return { faults, title, listed, links, made };
  },

  async search() {
    const { page, faults } = await desktop(browser, address);
    const typed = async (text) => {
      await page.fill('input[type=search]', text);
      await page.waitForFunction(() => /kết quả|Không tìm thấy/.test(document.querySelector('.body .hint')?.textContent), null, { timeout: 10_000 });
      await page.waitForTimeout(350);
      return visible(page, '.entries strong');
    };
    const folded = await typed('hieu thuoc so 3');
    const accented = await typed('Hiệu thuốc số 3');
    const nothing = await typed('zzzzqqq');
    await typed('hieu thuoc so 3');
    await page.locator('.entries .entry').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.maplibregl-popup .detail h2');
    return { faults, folded, accented, nothing, opened: await page.locator('.detail h2').innerText() };
  },

  async list() {
    const { page, faults } = await desktop(browser, address);
    await page.getByRole('tab', { name: 'Danh sách' }).click();
    await page.waitForSelector('.entries .entry');
    const whole = await page.locator('.body .hint').innerText();
    const first = await page.locator('.entries .entry').count();
    await page.getByRole('button', { name: 'Hiển thị thêm' }).click();
    const more = await page.locator('.entries .entry').count();
    await setView(page, world.alone.point, 17);
    await page.waitForFunction((text) => document.querySelector('.body .hint').textContent !== text, whole);
    return { faults, whole, first, more, near: await page.locator('.body .hint').innerText() };
  },

  async cluster() {
    const { page, faults } = await desktop(browser, address);
    const before = await page.evaluate(() => globalThis.ncovy.map.getZoom());
    await page.mouse.click(...await whereIs(page, 'pharmacy'));
    await page.waitForFunction((zoom) => globalThis.ncovy.map.getZoom() > zoom + 1, before);
    return { faults, popups: await page.locator('.maplibregl-popup').count() };
  },

  async csp() {
    const { page } = await openPage(browser, address, { ready: false });
    await page.waitForSelector('.layer label');
    return page.evaluate(async () => {
      const violations = [];
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'globalThis.inline = true';
      document.body.append(script);
      const button = document.createElement('button');
      button.setAttribute('onclick', 'globalThis.handler = true');
      document.body.append(button);
      button.click();
      const style = document.createElement('style');
      style.textContent = 'body { display: none }';
      document.head.append(style);
      const fetched = await fetch('https://example.com/').then(() => 'fetched', () => 'refused');
      await new Promise((resolve) => { setTimeout(resolve, 200); });
      return { inline: globalThis.inline ?? null, handler: globalThis.handler ?? null, fetched, violations, shown: getComputedStyle(document.body).display };
    });
  },

  async english() {
    const { page, faults } = await openPage(browser, address, { ready: false });
    await page.getByRole('button', { name: 'English' }).click();
    const rows = await page.locator('.layer label').allInnerTexts();
    const language = await page.evaluate(() => document.documentElement.lang);
    await page.reload();
    await page.waitForSelector('.layer label');
    return { faults, rows, language, title: await page.title(), kept: await page.locator('.layer label').allInnerTexts() };
  },

  async phone() {
    const { page, faults } = await openPage(browser, address, { size: PHONE });
    const folded = await page.locator('#panel').boundingBox();
    await page.locator('.handle').click();
    await page.waitForTimeout(400);
    const opened = await page.locator('#panel').boundingBox();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.locator('.handle').click();
    await setView(page, world.alone.point, 16);
    await page.waitForTimeout(400);
    await page.mouse.click(...await whereIs(page, world.alone.layer, world.alone.id));
    await page.waitForSelector('#panel .detail h2');
    await page.waitForTimeout(900);
    const title = await page.locator('.detail h2').innerText();
    const marker = await page.locator('.selected').boundingBox();
    const sheet = await page.locator('#panel').boundingBox();
    await page.getByRole('button', { name: 'Quay lại' }).click();
    const small = await page.locator('button:visible, input:visible').evaluateAll((all) => all
      .map((one) => [one.getAttribute('aria-label') || one.textContent || one.type, one.getBoundingClientRect().height])
      .filter(([, height]) => height < 20));
    return { faults, folded, opened, wide, title, marker, sheet, small, tabs: await visible(page, '[role=tab]') };
  },

  async without_webgl() {
    const { page } = await openPage(browser, address, { before: { script: withoutWebgl }, ready: false });
    await page.waitForSelector('.failure');
    await page.waitForSelector('.entries .entry');
    await page.locator('.entries .entry').first().click();
    await page.waitForSelector('.detail h2');
    return { told: await page.locator('.failure').innerText(), title: await page.locator('.detail h2').innerText() };
  },

  async fine_screen() {
    const { page, faults } = await openPage(browser, address, { size: { width: 320, height: 480 }, options: { deviceScaleFactor: 3 } });
    await idle(page);
    await page.locator('.handle').click();
    const sprites = await page.evaluate(() => performance.getEntriesByType('resource').map((one) => one.name.split('/').at(-1)).filter((one) => one.startsWith('sprite')));
    return { faults, sprites: [...new Set(sprites)].sort(), signs: await inked(page) };
  },

  async missing_release() {
    const page = await browser.newPage();
    await page.route('**/release.json', (route) => route.fulfill({ status: 404 }));
    await page.goto(`${address}/index.html`);
    await page.waitForSelector('.failure');
    return { told: await page.locator('.failure').innerText() };
  },
};

// One that waits for ever would take all others with it.
const tooLong = () => new Promise((_, reject) => { setTimeout(() => reject(new Error(`not ended after ${LONGEST} ms`)), LONGEST).unref(); });

const facts = {};
const started = Date.now();
for (const [name, scenario] of Object.entries(scenarios)) {
  if (only.length && !only.includes(name)) continue;
  const begun = Date.now();
  try {
    facts[name] = await Promise.race([scenario(), tooLong()]);
    facts[name].faults = [...(facts[name].faults ?? [])];
  } catch (error) {
    facts[name] = { failed: error.message };
  }
  facts[name].seconds = (Date.now() - begun) / 1000;
  await closeOthers(browser);
}
await browser.close();
facts.seconds = (Date.now() - started) / 1000;
console.log(JSON.stringify(facts));

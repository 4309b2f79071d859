// What the map tells beyond its signs: units, filters, links, what lies near.
import {
  desktop, idle, openPage, refuseToLocate, setView,
} from './browser.mjs';

const coloured = (page) => page.evaluate(() => {
  const drawn = globalThis.ncovy.map.queryRenderedFeatures().filter((one) => one.layer.id === 'risk');
  return Object.fromEntries(drawn.map((one) => [one.properties.code, one.layer.paint['fill-color'].toString()]));
});
export const table = (page) => page.locator('.overview tbody tr').evaluateAll((rows) => rows
  .map((row) => [row.dataset.code, row.querySelector('button').textContent, Number(row.querySelector('td').textContent), row.querySelector('.level')?.textContent ?? null]));

// Layer → how many features its drawn signs stand for.
const onMap = (page) => page.evaluate(() => {
  const { map } = globalThis.ncovy;
  const sums = {};
  const known = new Set();
  map.queryRenderedFeatures().forEach((one) => {
    const layer = one.layer.metadata?.['ncovy:layer'];
    const key = `${layer} ${one.properties.id ?? JSON.stringify(one.geometry.coordinates.map((part) => part.toFixed?.(4)))}`;
    if (!layer || layer === 'unit' || known.has(key)) return;
    known.add(key);
    sums[layer] = (sums[layer] ?? 0) + Number(one.properties.count ?? 1);
  });
  return sums;
});
const entries = (page) => page.locator('.entries .entry').evaluateAll((all) => all.map((one) => one.dataset.id));
export async function listed(page) {
  await page.getByRole('tab', { name: 'Danh sách' }).click();
  await page.waitForSelector('.entries .entry');
  const more = page.getByRole('button', { name: 'Hiển thị thêm' });
  while (await more.isVisible()) await more.click();
  return entries(page);
}
// What a link is to bring back.
async function state(page) {
  await page.locator('.detail h2').waitFor();
  await idle(page);
  return page.evaluate(() => ({
    title: document.querySelector('.detail h2').textContent,
    hidden: [...document.querySelectorAll('.layer input')].filter((one) => !one.checked).map((one) => one.id),
    note: document.querySelector('.filtering')?.textContent ?? null,
    risk: document.getElementById('risk').checked,
    drawn: globalThis.ncovy.map.getLayoutProperty('risk', 'visibility'),
    zoom: globalThis.ncovy.map.getZoom(),
    centre: globalThis.ncovy.map.getCenter().toArray(),
    language: document.documentElement.lang,
  }));
}
// What the map's own parts are called.
const words = (page) => page.evaluate(() => ['canvas', 'ctrl-zoom-in', 'ctrl-zoom-out', 'popup-close-button']
  .map((name) => document.querySelector(`.maplibregl-${name}`)).map((node) => [node.ariaLabel, node.title]));
const stored = (page) => page.evaluate(() => JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, document.cookie]));

export const viewScenarios = (browser, address, world) => ({
  async units() {
    const { page, faults } = await desktop(browser, address);
    const legend = await page.locator('.risk li').allInnerTexts();
    const seen = { faults, legend, on: await coloured(page) };
    await page.getByRole('checkbox', { name: 'Mức nguy cơ theo xã' }).uncheck();
    await idle(page);
    seen.off = await coloured(page);
    await page.getByRole('checkbox', { name: 'Mức nguy cơ theo xã' }).check();
    await page.getByRole('tab', { name: 'Theo xã' }).click();
    seen.held = await page.locator('.held .count').allInnerTexts();
    seen.apart = await page.locator('.overview > .hint').innerText();
    seen.districts = await table(page);
    await page.getByLabel('Đếm').selectOption('pharmacy');
    seen.pharmacies = await table(page);
    await page.getByLabel('Đếm').selectOption('');
    await page.getByRole('button', { name: 'Thành phố Vinh' }).click();
    await page.waitForFunction(() => !globalThis.ncovy.map.isMoving());
    seen.vinh = { rows: await table(page), zoom: await page.evaluate(() => globalThis.ncovy.map.getZoom()), focus: await page.evaluate(() => document.activeElement.textContent) };
    await page.getByRole('button', { name: 'Tỉnh Nghệ An' }).click();
    seen.back = await page.locator('.overview h2').innerText();
    return seen;
  },

  async filters() {
    const { page, faults } = await desktop(browser, address);
    const seen = { faults, whole: { map: await onMap(page), list: await listed(page) } };
    await page.getByRole('tab', { name: 'Chú giải' }).click();
    for (const [layer, value] of [['Hiệu thuốc', world.kinds.pharmacy], ['Vùng phong tỏa', world.kinds.lockdown_zone]]) {
      const row = page.locator('.legend > ul > li', { hasText: layer });
      await row.locator('details.filter summary').click();
      await row.locator('fieldset label', { hasText: value }).click();
      await page.locator('.filtering', { hasText: value }).waitFor();
    }
    await idle(page);
    seen.note = await page.locator('.filtering span').innerText();
    seen.counts = await page.locator('.count[data-layer]').allInnerTexts();
    seen.filtered = { map: await onMap(page), list: await listed(page) };
    await setView(page, world.centre, 13.2);
    seen.near = { map: await onMap(page), list: await listed(page) };
    await page.fill('input[type=search]', 'hieu thuoc so');
    await page.locator('.hint.left').waitFor();
    seen.found = await entries(page);
    seen.left = await page.locator('.hint.left').innerText();
    await page.fill('input[type=search]', '');
    await page.getByRole('tab', { name: 'Theo xã' }).click();
    seen.pharmacies = await page.locator('.held li', { hasText: 'Hiệu thuốc' }).locator('.count').innerText();
    await page.getByRole('button', { name: 'Bỏ lọc' }).click();
    await page.waitForSelector('.filtering', { state: 'detached' });
    await idle(page);
    seen.reset = { sources: await page.evaluate(() => Object.keys(globalThis.ncovy.map.getStyle().sources)), hash: await page.evaluate(() => location.hash) };
    return seen;
  },

  async link() {
    const at = `${world.alone.layer}.${world.alone.id}`;
    const place = `#map=12.5/19.2/105.2&hide=pharmacy&only=testing_site.kind.${world.chosen.testing_site}&risk=off&at=${at}&lang=en`;
    const { page, faults } = await openPage(browser, address, { place, options: { permissions: ['clipboard-read', 'clipboard-write'] } });
    const first = await state(page);
    await page.reload();
    const again = await state(page);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Link copied.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    await page.locator('.maplibregl-popup-close-button').click();
    const closed = await page.evaluate(() => location.hash);
    await page.evaluate((hash) => { location.hash = hash; }, new URL(copied).hash);
    const opened = await state(page);
    await page.evaluate(() => { location.hash = '#lang=vi&at=pharmacy.00000000-0000-4000-8000-00000000dead&only=nothing.state.x~pharmacy.kind.x&hide=nobody'; });
    await page.locator('.note .filtering').waitFor();
    const seen = { faults, first, again, copied, closed, opened, gone: await page.locator('.note').innerText(), after: (await state(page)).hidden };
    await page.getByRole('button', { name: 'English' }).click();
    await page.locator('.maplibregl-popup .updated', { hasText: 'Updated' }).waitFor();
    return { ...seen, turned: await words(page) };
  },

  async near() {
    const { page, faults } = await desktop(browser, address);
    await page.context().grantPermissions(['geolocation']);
    await page.context().setGeolocation({ longitude: world.here[0], latitude: world.here[1], accuracy: 35 });
    await page.getByRole('tab', { name: 'Danh sách' }).click();
    await page.waitForSelector('.entries .entry');
    await idle(page);
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    const view = () => page.evaluate(() => globalThis.ncovy.map.getCenter().toArray());
    const before = await view();
    await page.getByRole('button', { name: 'Gần tôi' }).click();
    await page.locator('.total', { hasText: 'gần nhất trước' }).waitFor();
    await page.waitForTimeout(300);
    const seen = { faults, asked: [...asked], moved: (await view()).join() !== before.join(), marker: await page.locator('.here').count(), stored: await stored(page) };
    seen.away = await page.locator('.entries .entry').evaluateAll((all) => all.slice(0, 12).map((one) => [one.dataset.id, one.querySelector('.about').textContent.split(' · ')[0]]));
    seen.told = await page.locator('.body .hint').allInnerTexts();
    await page.getByRole('button', { name: 'Thôi sắp theo khoảng cách' }).click();
    seen.off = await page.locator('.here').count();
    await refuseToLocate(page);
    await page.getByRole('button', { name: 'Gần tôi' }).click();
    seen.refused = await page.locator('.body [role=alert]', { hasText: 'tìm theo tên xã' }).innerText();
    return seen;
  },

  async keyboard() {
    const { page, faults } = await desktop(browser, address);
    await page.getByRole('tab', { name: 'Chú giải' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.waitForSelector('.entries .entry');
    const focused = () => page.evaluate(() => document.activeElement.dataset.id ?? document.activeElement.id);
    const seen = { faults, tab: await focused(), said: await page.locator('#panel > [aria-live]').innerText(), name: await page.locator('.entries').getAttribute('aria-label') };
    await page.locator('.entries .entry').first().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    const before = await focused();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.maplibregl-popup .detail');
    seen.inside = await page.evaluate(() => document.activeElement.closest('.maplibregl-popup') !== null);
    await page.keyboard.press('Escape');
    seen.back = (await focused()) === before;
    return seen;
  },
});

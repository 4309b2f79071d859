// What the map tells beyond its signs: units, filters, links, what lies near.
import { desktop, idle } from './browser.mjs';

const coloured = (page) => page.evaluate(() => {
  const drawn = globalThis.ncovy.map.queryRenderedFeatures().filter((one) => one.layer.id === 'risk');
  return Object.fromEntries(drawn.map((one) => [one.properties.code, one.layer.paint['fill-color'].toString()]));
});
const table = (page) => page.locator('.overview tbody tr').evaluateAll((rows) => rows
  .map((row) => [row.dataset.code, row.querySelector('button').textContent, Number(row.querySelector('td').textContent), row.querySelector('.level')?.textContent ?? null]));

export const viewScenarios = (browser, address) => ({
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
});

// axe-core on what people see: legend, list, details, information; in dark only what depends on colours.
import { readFile } from 'node:fs/promises';
import { desktop, openPage, PHONE } from './browser.mjs';

const source = await readFile(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

// "rule target" of each violation.
export async function violations(page, rules) {
  await page.evaluate(`globalThis.axe ?? (() => { ${source} })()`);
  return page.evaluate(async (only) => {
    const { violations: found } = await globalThis.axe.run(document, only ? { runOnly: { type: 'rule', values: only } } : {});
    return found.flatMap((one) => one.nodes.map((node) => `${one.id} ${node.target.join(' ')}: ${node.failureSummary}`));
  }, rules);
}

export const axeScenarios = (browser, address) => ({
  async axe() {
    const { page, faults } = await desktop(browser, address);
    const states = {
      legend: () => page.getByRole('tab', { name: 'Chú giải' }).click(),
      units: () => page.getByRole('tab', { name: 'Theo xã' }).click(),
      async list() {
        await page.getByRole('tab', { name: 'Danh sách' }).click();
        await page.waitForSelector('.entries .entry');
      },
      async detail() {
        await page.fill('input[type=search]', 'chot cau ben thuy');
        await page.locator('.entries .entry').first().click();
        await page.waitForSelector('.maplibregl-popup .detail');
      },
      async information() {
        await page.getByRole('button', { name: 'Thông tin, đường dây nóng' }).click();
        await page.waitForSelector('.verdict');
      },
    };
    const found = {};
    for (const [theme, rules] of [['light', undefined], ['dark', ['color-contrast']]]) {
      for (const [name, open] of Object.entries(states)) {
        await open();
        found[`${name} ${theme}`] = await violations(page, rules);
      }
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Nền/ }).click();
    }
    return { faults, found };
  },

  // Twice the text on a small phone is half as many pixels: nothing may be cut off or need sideways scrolling.
  async small() {
    const { page, faults } = await openPage(browser, address, { size: PHONE, ready: false, options: { colorScheme: 'dark' } });
    await page.locator('.handle').click();
    await page.waitForSelector('.legend');
    const found = await violations(page);
    await page.setViewportSize({ width: 180, height: 320 });
    const wide = async () => page.evaluate(() => [document.documentElement, ...document.querySelectorAll('#head, #notice, .body, dialog, .content')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.id || one.className || one.tagName));
    const map = await wide();
    await page.getByRole('button', { name: 'Thông tin, đường dây nóng' }).click();
    await page.waitForSelector('.verdict');
    return { faults, found, map, information: await wide(), height: await page.locator('#map').evaluate((one) => one.clientHeight) };
  },
});

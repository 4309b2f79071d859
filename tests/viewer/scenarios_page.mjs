// What the page does around the map: banners that follow the clock, themes.
import { openPage } from './browser.mjs';

const HOUR = 3_600_000;
const banners = (page) => page.locator('.banner').evaluateAll((all) => all.map((one) => [one.className, one.firstChild.textContent]));

export const pageScenarios = (browser, address, world) => ({
  // One page stays open while two days pass.
  async banners() {
    const page = await browser.newPage({ serviceWorkers: 'block' });
    const [since, until] = [Date.parse(world.as_of), Date.parse(world.expires)];
    await page.clock.install({ time: since + HOUR });
    await page.goto(`${address}/index.html`);
    await page.waitForSelector('#head h1');
    const seen = { fresh: await banners(page) };
    for (const [name, moment] of [['half', (since + until) / 2], ['stale', since + 20 * HOUR], ['expired', until + 2 * HOUR]]) {
      await page.clock.fastForward(moment - await page.evaluate(() => Date.now()) + 60_001);
      await page.waitForFunction((text) => document.getElementById('notice').textContent !== text, seen.text ?? '', { timeout: 5000 });
      seen[name] = await banners(page);
      seen.text = await page.locator('#notice').textContent();
    }
    const other = await openPage(browser, address, { pointer: { exercise: true }, ready: false });
    await other.page.waitForSelector('#head h1');
    return { ...seen, exercise: await banners(other.page) };
  },

  async theme() {
    const { page, faults } = await openPage(browser, address, { options: { colorScheme: 'dark' } });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await paper();
    await page.getByRole('button', { name: 'Nền sáng' }).click();
    const light = await paper();
    await page.reload();
    await page.waitForSelector('#head h1');
    return { faults, dark, light, kept: await paper() };
  },
});

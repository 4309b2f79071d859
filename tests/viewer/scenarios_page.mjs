// What the page does around the map: banners that follow the clock, themes.
import { desktop, openPage, withoutWebgl } from './browser.mjs';

const HOUR = 3_600_000;
const banners = (page) => page.locator('.banner').evaluateAll((all) => all.map((one) => [one.className, one.firstChild.textContent]));

const verdicts = (page) => page.locator('.verdict').allInnerTexts();

// The verdict of the last question, once it is there.
async function found(page) {
  const last = page.locator('.answer .verdict');
  await last.waitFor();
  const text = await last.innerText();
  await page.evaluate(() => document.querySelector('.answer .verdicts').replaceChildren());
  return text;
}

export const pageScenarios = (browser, address, world) => ({
  // One page stays open while two days pass.
  async banners() {
    const page = await browser.newPage({ serviceWorkers: 'block' });
    await page.addInitScript(withoutWebgl);
    const [since, until] = [Date.parse(world.as_of), Date.parse(world.expires)];
    await page.clock.install({ time: since + HOUR });
    await page.goto(`${address}/index.html`);
    await page.waitForSelector('#head time');
    const seen = { fresh: await banners(page) };
    for (const [name, moment] of [['half', (since + until) / 2], ['stale', since + 20 * HOUR], ['expired', until + 2 * HOUR]]) {
      await page.clock.fastForward(moment - await page.evaluate(() => Date.now()) + 60_001);
      await page.waitForFunction((text) => document.getElementById('notice').textContent !== text, seen.text ?? '', { timeout: 5000 });
      seen[name] = await banners(page);
      seen.text = await page.locator('#notice').textContent();
    }
    return seen;
  },

  async information() {
    const { page, faults } = await desktop(browser, address);
    await page.getByRole('button', { name: 'Thông tin, đường dây nóng' }).click();
    await page.waitForSelector('.verdict');
    const seen = {
      phones: await page.locator('.hotlines a').evaluateAll((all) => all.map((one) => one.getAttribute('href'))),
      links: await page.locator('.links a').evaluateAll((all) => all.map((one) => [one.href, one.rel])),
      headings: await page.locator('dialog h3').allInnerTexts(),
      release: await verdicts(page),
    };
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    return { faults, ...seen };
  },

  async report() {
    const { page, faults } = await desktop(browser, address);
    await page.fill('input[type=search]', 'chot cau ben thuy');
    await page.locator('.entries .entry').first().click();
    await page.locator('.detail').getByRole('button', { name: 'Báo sai / góp ý' }).click();
    const seen = {
      text: await page.locator('dialog textarea').inputValue(),
      mail: await page.getByRole('link', { name: 'Gửi thư' }).getAttribute('href'),
      form: await page.getByRole('link', { name: 'Mở biểu mẫu' }).getAttribute('href'),
    };
    await page.keyboard.press('Escape');
    return { faults, ...seen };
  },

  async embed() {
    const { page, faults } = await openPage(browser, address, {
      place: '?embed#map=9/19/105', pointer: { exercise: true }, size: { width: 300, height: 200 }, ready: false,
    });
    const link = page.getByRole('link', { name: 'Mở bản đồ đầy đủ' });
    await link.waitFor();
    await link.focus();
    return { faults, shown: await page.locator('#head:visible, #panel:visible').count(), banner: await banners(page), link: await link.getAttribute('href') };
  },

  async print() {
    const { page, faults } = await desktop(browser, address);
    await page.getByRole('tab', { name: 'Danh sách' }).click();
    await page.waitForSelector('.entries .entry');
    await page.evaluate(() => globalThis.dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    const seen = await page.evaluate(() => {
      const sheet = document.getElementById('print');
      const picture = sheet.querySelector('.picture');
      const { data } = picture.getContext('2d').getImageData(0, 0, picture.width, picture.height);
      return {
        text: sheet.innerText, rows: sheet.querySelectorAll('tr').length, signs: sheet.querySelectorAll('.signs image').length,
        colours: new Set(new Uint32Array(data.buffer)).size, page: getComputedStyle(document.getElementById('map')).display,
      };
    });
    await page.evaluate(() => globalThis.dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: 'screen' });
    return { faults, ...seen, left: await page.locator('#print').count() };
  },

  async theme() {
    const { page, faults } = await openPage(browser, address, { before: { script: withoutWebgl }, options: { colorScheme: 'dark' }, ready: false });
    await page.waitForSelector('#head time');
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await paper();
    await page.getByRole('button', { name: 'Nền sáng' }).click();
    const light = await paper();
    await page.reload();
    await page.waitForSelector('#head time');
    return { faults, dark, light, kept: await paper() };
  },

  // The release as it is, then with a byte changed on the way, and files and codes of all kinds.
  async check() {
    const { page, faults } = await openPage(browser, address, { before: { script: withoutWebgl }, ready: false });
    await page.getByRole('button', { name: 'Thông tin, đường dây nóng' }).click();
    await page.waitForSelector('.verdict');
    const files = {};
    for (const [name, content] of Object.entries(world.files)) {
      await page.locator('.drop input').setInputFiles({ name: `${name}.bin`, mimeType: 'application/octet-stream', buffer: Buffer.from(content, 'base64') });
      files[name] = await found(page);
    }
    const codes = {};
    for (const [name, code] of Object.entries(world.codes)) {
      await page.fill('.code input', code);
      await page.keyboard.press('Enter');
      codes[name] = await found(page);
    }
    await page.keyboard.press('Escape');
    const again = async (url, change) => {
      await page.route(url, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ body: change(await answer.text()) });
      });
      await page.getByRole('button', { name: 'Thông tin, đường dây nóng' }).click();
      await page.waitForSelector('.verdict');
      const seen = await verdicts(page);
      await page.keyboard.press('Escape');
      await page.unroute(url);
      return seen;
    };
    const manifest = await again('**/manifest.json', (text) => `${text} `);
    const serial = await again('**/release.json', (text) => text.replace('"serial":1', '"serial":2'));
    return { faults, files, codes, manifest, serial };
  },
});

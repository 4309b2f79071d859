// A picture of the public map for README.md: node shot_web.mjs ADDRESS PICTURE. playwright-core is that of tests/viewer, where this is called.
import { createRequire } from 'node:module';
import path from 'node:path';

const { chromium } = createRequire(path.join(process.cwd(), 'package.json'))('playwright-core');
const [address, picture] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-quic', '--disable-background-networking'],
});
const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, locale: 'vi-VN' });
await page.goto(`${address}#map=13/18.675/105.69`, { waitUntil: 'networkidle' });
await page.waitForSelector('canvas');
await page.waitForTimeout(4000);
await page.screenshot({ path: picture });
await browser.close();

// Opens every feature of a site of hostile texts, by list and by search, in both languages, and prints what ran or came to be.
// usage: node evil.mjs CHROMIUM ADDRESS… → [{hits, faults, opened, elements, protocols, handlers}] as JSON, one for each address
import { launch, openPage } from './browser.mjs';

const [executable, ...addresses] = process.argv.slice(2);
const browser = await launch(executable);
const TRAP = () => {
  globalThis.hits = [];
  globalThis.hacked = () => { globalThis.hits.push(new Error('ran').stack); };
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) globalThis[name] = () => { globalThis.hits.push(name); };
};
// What a text could have become: everything the page itself never makes.
const LOOK = () => {
  const all = [...document.querySelectorAll('body *, head *')];
  const made = all.filter((one) => /^(iframe|object|embed|base|form|marquee|math|video|audio|style|animate|select)$/i.test(one.localName)
    || (one.localName === 'script' && !/^assets\//.test(one.getAttribute('src') ?? ''))
    || (one.localName === 'img' && !/^(blob|data):/.test(one.src)));
  return {
    elements: made.map((one) => one.outerHTML.slice(0, 80)),
    protocols: [...document.links].map((one) => one.protocol),
    handlers: all.flatMap((one) => one.getAttributeNames().filter((name) => name.startsWith('on')).map((name) => `${one.localName} ${name}`)),
  };
};

async function openAll(page, most = Infinity) {
  const seen = { elements: new Set(), protocols: new Set(), handlers: new Set() };
  const look = async () => Object.entries(await page.evaluate(LOOK)).forEach(([name, found]) => found.forEach((one) => seen[name].add(one)));
  // Kept, as the list is made anew when the map moves.
  const entries = await page.evaluate(() => (globalThis.kept = [...document.querySelectorAll('.entries .entry')]).length);
  const opened = Math.min(entries, most);
  for (let index = 0; index < opened; index += 1) {
    const shown = await page.evaluate((number) => {
      const entry = globalThis.kept[number];
      entry.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
      entry.focus();
      entry.click();
      const detail = document.querySelector('.detail');
      detail?.querySelectorAll('*').forEach((one) => ['mouseover', 'focus', 'toggle', 'error', 'load'].forEach((name) => one.dispatchEvent(new Event(name))));
      return Boolean(detail);
    }, index);
    if (!shown) throw new Error(`entry ${index} has no detail`);
    if (index % 10 === 0) await look();
  }
  await look();
  return { opened, entries, ...Object.fromEntries(Object.entries(seen).map(([name, found]) => [name, [...found]])) };
}

async function visit(address, most) {
  const { page, faults } = await openPage(browser, address, { before: { script: TRAP }, size: { width: 740, height: 360 } });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const dialogs = [];
  page.on('dialog', (dialog) => { dialogs.push(dialog.message()); dialog.dismiss(); });
  page.on('popup', () => dialogs.push('popup'));
  const list = async (name) => {
    await page.getByRole('tab', { name }).click();
    await page.waitForSelector('.entries .entry');
    await page.evaluate(() => { const more = document.querySelector('button.more'); while (more && !more.hidden) more.click(); });
  };
  await list('Danh sách');
  const all = await openAll(page, most);
  await page.getByRole('button', { name: 'English' }).click();
  await page.fill('input[type=search]', 'hacked');
  await page.waitForFunction(() => /result/.test(document.querySelector('.body .hint')?.textContent), null, { timeout: 10_000 });
  const found = await openAll(page, 12);
  await page.waitForTimeout(300);
  const facts = await page.evaluate(() => ({ hits: globalThis.hits, title: document.title, shown: getComputedStyle(document.body).display }));
  const quiet = faults.length; // what the trap itself causes is no fault
  // That the trap is set: the same text as markup runs, unless the policy forbids it.
  const sprung = await page.evaluate(async () => {
    document.body.insertAdjacentHTML('beforeend', '<img src="x:x" onerror="hacked()">');
    await new Promise((resolve) => { setTimeout(resolve, 500); });
    return globalThis.hits.length;
  });
  await page.close();
  const both = (name) => [...new Set([...all[name], ...found[name]])];
  return {
    ...facts, sprung, dialogs, faults: faults.slice(0, quiet), opened: all.opened, found: found.opened, elements: both('elements'), protocols: both('protocols'), handlers: both('handlers'),
  };
}

const facts = [];
// All of it where nothing but the page itself guards; with the policy a part.
for (const [index, address] of addresses.entries()) facts.push(await visit(address, index ? Infinity : 20));
await browser.close();
console.log(JSON.stringify(facts));

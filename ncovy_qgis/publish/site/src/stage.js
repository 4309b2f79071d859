// What fills the map's frame: a light picture first, then the map itself, as soon as nobody waits for anything else.
// A device that draws WebGL with its processor, or a browser that saves data, keeps the picture until its reader wants the map.
import { el, fill } from './dom.js';
import { embedded, wholeLink } from './embed.js';
import { gpu } from './gpu.js';
import { keepOffline } from './offline.js';
import { rest } from './pause.js';
import { Picture } from './picture.js';
import { word } from './words.js';

const CALM = 2000; // ms; first what is seen, then what is kept

export async function fillFrame(app) {
  const asked = new Promise((resolve) => { app.openMap = resolve; });
  if (embedded || app.placed || app.at) { // the address itself asks for the map
    loadSigns(app);
    await startMap(app, app.at);
    return;
  }
  app.picture = new Picture(app);
  await app.picture.show();
  loadSigns(app); // as large as all before together, and a phone shows none of them at first
  const drawing = await gpu();
  if (drawing === 'none') {
    await withoutMap(app, 'noWebgl');
    return;
  }
  await (waits(app, drawing) ? asked : Promise.race([asked, app.picture.touched, rest()]));
  await startMap(app);
}

const loadSigns = (app) => app.icons.load().catch((error) => console.warn(error)); // words say the same

// Whether the picture stays until somebody wants more; then that is offered.
function waits(app, drawing) {
  const reason = reasonToWait(drawing);
  if (!reason) return false;
  offer(app, reason);
  if (reason !== 'savesData') keepSoon(app);
  return true;
}

const reasonToWait = (drawing) => {
  if (navigator.connection?.saveData) return 'savesData';
  return drawing === 'software' ? 'slowMap' : undefined;
};

// The button stays where it is while the map comes.
function offer(app, reason) {
  const button = el('button', { type: 'button', class: 'open-map', onclick: () => app.openMap() });
  const about = el('p', {});
  app.offer = { node: el('div', { class: 'offer' }, button, about), say: () => { fill(button, word('openMap')); fill(about, word(reason)); } };
  app.offer.say();
  app.frame.append(app.offer.node);
}

async function startMap(app, linked) {
  const told = app.offer && el('p', { class: 'coming', role: 'status' }, word('mapComing'));
  app.offer?.node.replaceWith(told);
  app.offer = undefined;
  const page = await import('./map_page.js').catch(() => undefined); // the line is dead, or the site has become another
  await page?.openMap(app).catch((error) => console.warn(error));
  if (!app.map) {
    told?.remove();
    await withoutMap(app, page ? 'noWebgl' : 'mapMissing');
    return;
  }
  if (linked) app.map.once('load', () => app.openLinked());
  if (embedded) app.frame.append(wholeLink());
  app.map.once('idle', () => {
    told?.remove();
    app.picture?.remove();
    app.picture = undefined;
    document.documentElement.dataset.ready = 'true';
    keepSoon(app);
  });
}

const keepSoon = (app) => setTimeout(() => keepOffline(app), CALM);

// The list has all that the map has.
async function withoutMap(app, reason) {
  const told = el('p', { class: 'failure', role: 'alert' });
  app.offer = { say: () => fill(told, word(reason)) };
  app.offer.say();
  app.frame.append(told);
  app.panel.open('list');
  document.documentElement.classList.remove('embed');
  keepOffline(app);
  await app.openLinked();
}

// The page on paper: the map as it is seen, its scale, legend, moment and release, and what it shows as a list.
import { levels, swatch } from './choropleth.js';
import { stateChip } from './detail.js';
import { el } from './dom.js';
import { phones, place } from './fields.js';
import { collator, date, label, number, word } from './words.js';

const MOST = 400;
const PHONES = ['phone', 'hotline', 'booking_phone', 'order_phone', 'supply_phone', 'emergency_phone'];

export function preparePrint(app) {
  const clear = () => document.getElementById('print')?.remove();
  globalThis.addEventListener('beforeprint', () => {
    clear();
    document.body.append(sheet(app));
  });
  globalThis.addEventListener('afterprint', clear);
}

// The list needs the data files, and what is printed has to be there at once.
export async function printPage(app) {
  await app.data.load();
  globalThis.print();
}

function sheet(app) {
  const { pointer } = app.release;
  const banner = document.getElementById('notice')?.textContent;
  return el('section', { id: 'print' },
    el('h1', {}, word('title')),
    el('p', {}, `${word('asOf')} ${date(pointer.as_of)} · ${word('releaseId')} ${pointer.id} · ${globalThis.location.host}${globalThis.location.pathname}`),
    banner && el('p', { class: 'warning' }, banner),
    app.map && picture(app.map),
    legendOf(app),
    listOf(app));
}

// Drawn anew and copied in one go: the browser gives the pixels away once they are shown.
function picture(map) {
  const canvas = map.getCanvas();
  const copy = el('canvas', { class: 'picture', width: canvas.width, height: canvas.height, 'aria-label': word('map') });
  map.redraw();
  copy.getContext('2d').drawImage(canvas, 0, 0);
  const scale = map.getContainer().querySelector('.maplibregl-ctrl-scale');
  const bar = scale && el('p', { class: 'scale' }, scale.textContent);
  bar?.style.setProperty('width', `${(100 * Number.parseFloat(scale.style.width)) / map.getContainer().clientWidth}%`);
  return el('figure', {}, copy, bar);
}

function legendOf(app) {
  const shown = app.catalogue.layers.filter((layer) => app.visible.has(layer.name));
  const risk = app.risk ? levels(app) : [];
  return el('ul', { class: 'signs' }, risk.map((level) => el('li', {}, swatch(level), label(level.label))), shown.flatMap((layer) => [
    el('li', {}, app.icons.sign(layer, 18), el('strong', {}, label(layer.title))),
    ...(app.release.style.metadata?.['ncovy:legend']?.[layer.name] ?? []).map((one) => el('li', {}, app.icons.draw(one.image, 18), label(one.label))),
  ]));
}

function listOf(app) {
  if (!app.data.features) return el('p', {}, word('printList'));
  const bounds = app.map?.getBounds();
  const shows = app.shows ?? ((feature) => app.visible.has(feature.layer.name));
  const found = app.data.features.filter((feature) => shows(feature) && (!bounds || bounds.contains(feature.point)))
    .sort((a, b) => collator.compare(a.properties.name, b.properties.name));
  const left = found.length - MOST;
  return el('section', {},
    el('h2', {}, `${number(found.length)} ${word('inView')}`),
    el('table', {}, el('tbody', {}, found.slice(0, MOST).map((feature) => row(app, feature)))),
    left > 0 ? el('p', {}, `… ${number(left)} ${word('printLeft')}`) : undefined);
}

function row(app, { layer, properties }) {
  const numbers = PHONES.map((name) => properties[name]).filter(Boolean).flatMap((text, index) => [index ? ', ' : '', ...phones(text)]);
  return el('tr', {},
    el('td', {}, el('strong', {}, properties.name), ` ${label(layer.short ?? layer.title)}`),
    el('td', {}, stateChip(app.catalogue, layer, properties)),
    el('td', {}, [properties.address, place(properties)].filter(Boolean).join(', ')),
    el('td', {}, numbers));
}

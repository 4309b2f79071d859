// The overview as text: province, districts, communes with their counts, each a way into the map.
import { levelOf, swatch } from './choropleth.js';
import { unitCounts } from './counts.js';
import { el } from './dom.js';
import { collator, label, number, word } from './words.js';

const ALL = '';

export function overview(app) {
  const unit = app.units?.byCode.get(app.unit) ?? app.units?.top;
  if (!unit) return el('p', { class: 'hint' }, word('noUnits'));
  const counts = unitCounts(app);
  const held = heldBy(app, counts);
  return el('section', { class: 'overview' }, crumbs(app, unit), about(app, unit), byLayer(app, held(unit)), below(app, unit, held), apart(app, unit, counts));
}

const heldBy = (app, counts = unitCounts(app)) => (unit) => app.units.counts(unit, counts.of);

function crumbs(app, unit) {
  const above = app.units.path(unit).slice(0, -1);
  return above.length ? el('nav', { 'aria-label': word('above') }, above.map((one) => el('button', {
    type: 'button', class: 'back', onclick: () => app.goToUnit(one),
  }, `← ${one.name}`))) : undefined;
}

function about(app, unit) {
  const level = levelOf(app, unit);
  return el('header', {},
    el('h2', { tabindex: '-1' }, unit.name),
    level && el('p', {}, swatch(level), `${word('riskOf')} ${label(level.label)}`));
}

// What is counted: layers that are shown, features that pass the filter.
const shown = (app) => app.catalogue.layers.filter((layer) => app.visible.has(layer.name));
const sum = (layers, counts) => layers.reduce((total, layer) => total + (counts[layer.name] ?? 0), 0);

function byLayer(app, counts) {
  const held = shown(app).filter((layer) => counts[layer.name]);
  if (!held.length) return el('p', { class: 'hint' }, word('nothingHere'));
  return el('ul', { class: 'held' }, held.map((layer) => el('li', {},
    app.icons.sign(layer, 20), el('span', {}, label(layer.title)), el('span', { class: 'count' }, number(counts[layer.name])))));
}

// [unit, features] of each unit below another: of the layers shown, or of the one that is counted.
export function countedBelow(app, unit, held = heldBy(app)) {
  const layers = shown(app).filter((layer) => app.counted === ALL || app.counted === undefined || layer.name === app.counted);
  return app.units.below(unit).map((one) => [one, sum(layers, held(one))]);
}

function below(app, unit, held) {
  const units = app.units.below(unit);
  if (!units.length) return undefined;
  const rows = countedBelow(app, unit, held).sort(order(app));
  return el('div', {}, choice(app), el('table', {},
    el('caption', { class: 'hidden' }, `${word('unitsOf')} ${unit.name}`),
    el('thead', {}, el('tr', {}, heading(app, 'name', word(units[0].level === 2 ? 'district' : 'commune')), heading(app, 'count', word('featureCount')))),
    el('tbody', {}, rows.map(([one, count]) => row(app, one, count)))));
}

const order = (app) => ([a, m], [b, n]) => (app.order === 'name' ? 0 : n - m) || collator.compare(a.name, b.name);

function choice(app) {
  const options = [[ALL, word('shownLayers')], ...shown(app).map((layer) => [layer.name, label(layer.title)])];
  return el('label', { class: 'choice' }, word('countOf'),
    el('select', { onchange: (event) => app.redraw(() => { app.counted = event.target.value; }) },
      options.map(([value, text]) => el('option', { value, selected: value === (app.counted ?? ALL) }, text))));
}

function heading(app, key, text) {
  const current = (app.order ?? 'count') === key;
  const sorted = key === 'name' ? 'ascending' : 'descending';
  return el('th', { scope: 'col', 'aria-sort': current ? sorted : 'none' },
    el('button', { type: 'button', class: 'sort', onclick: () => app.redraw(() => { app.order = key; }) }, text, current ? (key === 'name' ? ' ▲' : ' ▼') : ''));
}

function row(app, unit, count) {
  const level = levelOf(app, unit);
  return el('tr', { 'data-code': unit.code },
    el('th', { scope: 'row' },
      el('button', { type: 'button', class: 'link', onclick: () => app.goToUnit(unit) }, unit.name),
      level && el('span', { class: 'level' }, swatch(level), label(level.label))),
    el('td', {}, number(count)));
}

// What lies in no unit of the list is counted too, so that sums agree with the legend.
function apart(app, unit, { elsewhere }) {
  const count = unit === app.units.top ? sum(shown(app), elsewhere) : 0;
  return count ? el('p', { class: 'hint' }, `${number(count)} ${word('elsewhere')}`) : undefined;
}

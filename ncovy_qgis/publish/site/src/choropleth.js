// Communes coloured by the worst risk level of their lockdown zones in force: a fill over the units of the tiles, and its legend.
import { el } from './dom.js';
import { unitSource } from './style.js';
import { label, number, word } from './words.js';

const FILL = 'risk';
const OPACITY = ['interpolate', ['linear'], ['zoom'], 7, 0.7, 10, 0.55, 14, 0.15];

export const levels = (app) => (app.units?.risk ? app.catalogue.lists[app.units.risk.list] ?? [] : []);
export const levelOf = (app, unit) => levels(app).find((level) => level.code === unit.risk);

export function addChoropleth(app) {
  const coloured = app.units?.coloured() ?? [];
  const source = unitSource(app.release.style);
  if (!source || !coloured.length || app.map.getLayer(FILL)) return;
  const codes = coloured.map((unit) => unit.code);
  const colours = coloured.flatMap((unit) => [unit.code, levelOf(app, unit)?.colour ?? '#9e9e9e']);
  app.map.addLayer({
    id: FILL,
    type: 'fill',
    source,
    'source-layer': 'unit',
    filter: ['all', ['==', ['get', 'level'], 3], ['in', ['get', 'code'], ['literal', codes]]],
    layout: { visibility: app.risk ? 'visible' : 'none' },
    paint: { 'fill-color': ['match', ['get', 'code'], ...colours, '#9e9e9e'], 'fill-opacity': OPACITY, 'fill-outline-color': '#ffffff' },
  }, above(app.release.style.layers));
}

// Over the other fills of the units, under all that belongs to a layer.
function above(layers) {
  const last = layers.findLastIndex((one) => one['source-layer'] === 'unit' && one.type === 'fill');
  return layers[last + 1]?.id;
}

export function showChoropleth(app, visible) {
  app.risk = visible;
  if (app.map?.getLayer(FILL)) app.map.setLayoutProperty(FILL, 'visibility', visible ? 'visible' : 'none');
}

// The coloured commune at a point of the map.
export function communeAt(app, point) {
  const layers = [FILL].filter((id) => app.risk && app.map.getLayer(id));
  const [found] = layers.length ? app.map.queryRenderedFeatures(point, { layers }) : [];
  return found && app.units.byCode.get(found.properties.code);
}

export function riskLegend(app) {
  if (!levels(app).length) return undefined;
  const box = el('input', { type: 'checkbox', id: 'risk', checked: app.risk, onchange: (event) => app.showRisk(event.target.checked) });
  const held = (level) => app.units.coloured().filter((unit) => unit.risk === level.code).length;
  return el('section', { class: 'risk', 'aria-label': word('risk') },
    el('div', { class: 'toggle' }, box, el('label', { for: 'risk' }, word('risk'))),
    el('ul', {}, levels(app).map((level) => el('li', {}, swatch(level), label(level.label), el('span', { class: 'count' }, number(held(level)))))),
    el('p', { class: 'hint' }, word('riskMeaning')));
}

export const swatch = (level) => el('span', { class: 'swatch', colour: level.colour, 'aria-hidden': 'true' });

// What is shown of one feature: title, state, every public field with its label.
import { ACTIONS } from './actions.js';
import { el } from './dom.js';
import { footer, place, rows } from './fields.js';
import { awayText } from './near.js';
import { label } from './words.js';

export function stateChip(catalogue, layer, properties) {
  const state = catalogue.state(layer, properties);
  return state && el('span', { class: 'chip', colour: state.colour }, label(state.label));
}

// `hint`: why this is not all of it.
export function detail(app, layer, properties, point, hint) {
  return el('article', { class: 'detail', 'data-id': properties.id },
    el('p', { class: 'kicker' }, app.icons.sign(layer, 18), label(layer.title)),
    el('h2', {}, properties.name),
    el('p', { class: 'state' }, stateChip(app.catalogue, layer, properties)),
    hint && el('p', { class: 'hint', role: 'alert' }, hint),
    el('dl', {}, rows(app.catalogue, layer, properties, app.openReference, Boolean(hint))),
    footer(layer, properties),
    el('div', { class: 'actions' }, ACTIONS.map((action) => action(app, layer, properties, point)).flat()));
}

export function entry(app, feature, onChoose) {
  const kind = app.catalogue.kind(feature.layer, feature.properties);
  const away = feature.away === undefined ? undefined : awayText(feature.away);
  const about = [away, kind && label(kind.label), place(feature.properties)].filter(Boolean).join(' · ');
  return el('li', {},
    el('button', { type: 'button', class: 'entry', 'data-id': feature.properties.id, onclick: () => onChoose(feature) },
      app.icons.sign(feature.layer, 24),
      el('span', { class: 'words' },
        el('strong', {}, feature.properties.name),
        el('span', { class: 'about' }, about),
        stateChip(app.catalogue, feature.layer, feature.properties))));
}

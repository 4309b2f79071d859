// The filter of a layer in the legend, and the note that says what is filtered.
import { el, fill } from './dom.js';
import { label, number, word } from './words.js';

export function filterBox(app, layer) {
  const key = `filter:${layer.name}`;
  const summary = el('summary', {}, title(app, layer));
  const place = el('div', {});
  const draw = async () => {
    fill(place, el('p', { class: 'hint' }, word('searching')));
    const reading = app.data.loadLayer(layer.name);
    if (!await app.loaded(reading, (text) => fill(place, el('p', { class: 'hint', role: 'alert' }, text)))) return;
    fill(place, app.filters.choices(layer, await reading).map((choice) => group(app, layer, choice, () => fill(summary, title(app, layer)))));
  };
  const toggled = ({ target }) => {
    app.remember(key, target.open);
    if (target.open && !place.querySelector('fieldset')) draw();
  };
  return el('details', { class: 'filter', open: app.opened.has(key), ontoggle: toggled }, summary, place);
}

function title(app, layer) {
  const chosen = [...app.filters.codes(layer, 'state'), ...app.filters.codes(layer, 'kind')].length;
  return chosen ? `${word('filter')} (${number(chosen)})` : word('filter');
}

function group(app, layer, { part, field, values }, after) {
  return el('fieldset', {}, el('legend', {}, label(field.label)), values.map((value) => {
    const chosen = app.filters.codes(layer, part).includes(value.code);
    const turn = async (event) => {
      app.filters.choose(layer, part, value.code, event.target.checked);
      after();
      await app.filterChanged([layer]);
    };
    return el('label', {}, el('input', { type: 'checkbox', checked: chosen, onchange: turn }),
      el('span', {}, label(value.label)), el('span', { class: 'count' }, number(value.count)));
  }));
}

// "Đang lọc: Hiệu thuốc (Đang hoạt động)" with a way back; nothing while all is shown.
export function filterNote(app) {
  const { active } = app.filters;
  if (!active.length) return undefined;
  const parts = active.map((layer) => {
    const names = ['state', 'kind'].flatMap((part) => app.filters.codes(layer, part)
      .map((code) => label(app.catalogue.value(app.catalogue.field(layer, layer[`${part}_field`]).list, code).label)));
    return `${label(layer.title)} (${names.join(', ')})`;
  });
  return el('p', { class: 'filtering' },
    el('span', {}, el('strong', {}, `${word('filtering')} `), parts.join('; ')),
    el('button', { type: 'button', onclick: () => app.resetFilters() }, word('resetFilter')));
}

// The legend: every layer with its sign, its count, a switch, and the symbols of its style.
import { riskLegend } from './choropleth.js';
import { layerCount } from './counts.js';
import { el, fill } from './dom.js';
import { filterBox } from './filter_box.js';
import { label, number, word } from './words.js';

export function legend(app) {
  return el('div', { class: 'legend' },
    riskLegend(app),
    el('div', { class: 'switches' },
      el('button', { type: 'button', onclick: () => app.showLayers(true) }, word('all')),
      el('button', { type: 'button', onclick: () => app.showLayers(false) }, word('none'))),
    el('ul', {}, app.catalogue.layers.map((layer) => row(app, layer))),
    el('p', { class: 'hint' }, word('cluster')));
}

function row(app, layer) {
  const id = `layer-${layer.name}`;
  const box = el('input', {
    type: 'checkbox', id, checked: app.visible.has(layer.name), onchange: (event) => app.showLayer(layer.name, event.target.checked),
  });
  return el('li', {},
    el('div', { class: 'layer' },
      box,
      el('label', { for: id }, app.icons.sign(layer, 24), el('span', {}, label(layer.title))),
      el('span', { class: 'count', 'data-layer': layer.name }, layerCount(app, layer, number))),
    symbols(app, layer),
    filterBox(app, layer));
}

// The counts alone: a legend made anew would take the focus away from what was just ticked.
export function recount(app, node) {
  node.querySelectorAll('.count[data-layer]').forEach((count) => fill(count, layerCount(app, app.catalogue.layer(count.dataset.layer), number)));
}

function symbols(app, layer) {
  const entries = app.release.style.metadata?.['ncovy:legend']?.[layer.name] ?? [];
  if (!entries.length) return undefined;
  const list = el('ul', {});
  const draw = () => fill(list, entries.map((one) => el('li', {}, app.icons.draw(one.image, 24), el('span', {}, label(one.label)))));
  const toggled = ({ target }) => {
    app.remember(layer.name, target.open);
    if (target.open && !list.childElementCount) draw(); // a hundred small pictures that most readers never open
  };
  return el('details', { open: app.opened.has(layer.name), ontoggle: toggled }, el('summary', {}, word('symbols')), list);
}

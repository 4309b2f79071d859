// Features as text: what is in the map's frame, or what a search found. The same content as the map, for every reader.
import { el, fill } from './dom.js';
import { entry } from './detail.js';
import { collator, number, word } from './words.js';

const PAGE = 60;

export function results(app, found) {
  if (!found.length) return el('p', { class: 'hint', role: 'status' }, word('nothing'));
  return section(app, `${number(found.length)} ${word('results')}`, found);
}

export function inView(app) {
  const bounds = app.map?.getBounds();
  const found = app.data.features
    .filter((feature) => app.visible.has(feature.layer.name) && (!bounds || bounds.contains(feature.point)))
    .sort((a, b) => collator.compare(a.properties.name, b.properties.name));
  return section(app, `${number(found.length)} ${word('inView')}`, found);
}

function section(app, title, found) {
  const list = el('ul', { class: 'entries' });
  const more = el('button', { type: 'button', class: 'more', onclick: () => grow() }, word('more'));
  const grow = () => {
    const start = list.children.length;
    list.append(...found.slice(start, start + PAGE).map((feature) => entry(app, feature, app.choose)));
    more.hidden = list.children.length >= found.length;
  };
  grow();
  return el('section', {}, el('p', { class: 'hint', role: 'status' }, title), list, more);
}

export function waiting(container) {
  fill(container, el('p', { class: 'hint', role: 'status' }, word('searching')));
}

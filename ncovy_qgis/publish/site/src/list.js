// Features as text: what is in the map's frame, what lies near, or what a search found. The same content as the map, for every reader.
import { entry } from './detail.js';
import { el, fill } from './dom.js';
import { byDistance, nearButton, nearHint } from './near.js';
import { collator, number, word } from './words.js';

const PAGE = 60;
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export function results(app, found) {
  const shown = found.filter(app.shows);
  const hidden = found.length - shown.length;
  const left = hidden ? el('p', { class: 'hint left' }, `${number(hidden)} ${word('leftOut')} `, el('button', { type: 'button', class: 'link', onclick: app.showAll }, word('all'))) : undefined;
  if (!shown.length) return el('section', {}, title(app, word('nothing')), left);
  return el('section', {}, section(app, `${number(shown.length)} ${word('results')}`, app.position ? byDistance(app, shown) : shown), left);
}

export function inView(app) {
  const bounds = app.map?.getBounds();
  const shown = app.data.features.filter(app.shows);
  const tools = [nearButton(app), nearHint(app)];
  if (app.position) return section(app, `${number(shown.length)} ${word('nearFirst')}`, byDistance(app, shown), tools);
  const found = shown.filter((feature) => !bounds || touches(bounds, feature.extent)).sort((a, b) => collator.compare(a.properties.name, b.properties.name));
  return section(app, `${number(found.length)} ${word('inView')}`, found, tools);
}

// Whatever the frame shows a part of is in it.
const touches = (bounds, [[west, south], [east, north]]) => west <= bounds.getEast() && east >= bounds.getWest() && south <= bounds.getNorth() && north >= bounds.getSouth();

function title(app, text) {
  app.panel.say(text);
  return el('p', { class: 'hint total' }, text);
}

function section(app, text, found, tools) {
  const list = el('ul', { class: 'entries', role: 'list', 'aria-label': text, onkeydown: walk });
  const more = el('button', { type: 'button', class: 'more', onclick: () => grow() }, word('more'));
  const grow = () => {
    const start = list.children.length;
    list.append(...found.slice(start, start + PAGE).map((feature) => entry(app, feature, app.choose)));
    if (start) list.children[start].querySelector('button').focus(); // the button may be gone
    more.hidden = list.children.length >= found.length;
  };
  grow();
  return el('section', {}, title(app, text), tools, list, more);
}

// Arrow keys go from entry to entry; Tab does as ever.
function walk(event) {
  const entries = [...event.currentTarget.querySelectorAll('button')];
  const next = { Home: 0, End: entries.length - 1 }[event.key] ?? entries.indexOf(document.activeElement) + (STEPS[event.key] ?? NaN);
  if (!entries[next]) return;
  event.preventDefault();
  entries[next].focus();
}

export function waiting(container) {
  fill(container, el('p', { class: 'hint' }, word('searching')));
}

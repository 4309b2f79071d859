// What a reader can do with a feature. Nobody outside the site is asked for anything before a link is followed.
import { el } from './dom.js';
import { openReport } from './later.js';
import { share } from './share.js';
import { word } from './words.js';

const touch = matchMedia('(pointer: coarse)');

// Each takes (app, layer, properties, point) and gives an element, several or none; detail.js shows them in this order.
export const ACTIONS = [directions, share, report];

function directions(app, layer, properties, point) {
  const place = [...point].reverse().map((degrees) => degrees.toFixed(6)).join(',');
  const named = `${place}(${encodeURIComponent(properties.name)})`;
  return [
    touch.matches && el('a', { class: 'action', href: `geo:${place}?q=${named}` }, word('openApp')),
    el('a', {
      class: 'action', href: `https://www.openstreetmap.org/directions?to=${encodeURIComponent(place)}`, target: '_blank', rel: 'noopener noreferrer',
    }, word('directions')),
  ].filter(Boolean);
}

function report(app, layer, properties, point) {
  return el('button', { type: 'button', class: 'action', onclick: () => openReport(app, { layer, properties, point }) }, word('report'));
}

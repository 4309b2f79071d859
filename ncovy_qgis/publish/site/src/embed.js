// `?embed`: the map alone, for a frame in another site; one link leads to the whole page, at the same place.
import { el } from './dom.js';
import { word } from './words.js';

export const embedded = new URLSearchParams(globalThis.location.search).has('embed');

function wholePage() {
  const address = new URL(globalThis.location.href);
  address.searchParams.delete('embed');
  return address.href;
}

// The address is made when it is followed: the map has moved since.
export function wholeLink() {
  const link = el('a', { class: 'whole', href: wholePage(), target: '_blank', rel: 'noopener' }, word('wholeMap'));
  ['pointerdown', 'focus'].forEach((name) => link.addEventListener(name, () => { link.href = wholePage(); }));
  return link;
}

if (embedded) document.documentElement.classList.add('embed');

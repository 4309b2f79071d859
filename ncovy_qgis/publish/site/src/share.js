// A link to a feature, copied or handed to another app of the device.
import { el } from './dom.js';
import { linkTo } from './link.js';
import { word } from './words.js';

const SHOWN_MS = 4000;

export function share(app, layer, properties) {
  const address = linkTo(layer, properties.id);
  const told = el('span', { class: 'told', role: 'status' });
  const tell = (text) => {
    told.replaceChildren(text);
    setTimeout(() => told.replaceChildren(), SHOWN_MS);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      tell(word('linkCopied'));
    } catch {
      told.replaceChildren(el('input', { class: 'address', readonly: true, value: address, 'aria-label': word('linkAddress') })); // to be copied by hand
      told.firstChild.select();
    }
  };
  // Closing the device's own window without choosing is no failure.
  const hand = () => navigator.share({ title: properties.name, url: address }).catch((error) => error.name !== 'AbortError' && copy());
  return [
    el('button', { type: 'button', class: 'action', onclick: copy }, word('copyLink')),
    navigator.share && el('button', { type: 'button', class: 'action', onclick: hand }, word('share')),
    told,
  ].filter(Boolean);
}

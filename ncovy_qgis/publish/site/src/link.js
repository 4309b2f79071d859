// The state of the page in its address, beside MapLibre's own `map=`: #map=…&hide=…&only=…&risk=off&at=…&lang=… opens the same again.
import { currentLanguage, useLanguage } from './words.js';

const KEYS = ['hide', 'only', 'risk', 'at', 'lang'];

const params = () => new URLSearchParams(location.hash.slice(1));
const text = (all) => decodeURIComponent(all.toString()); // values hold nothing that needs escaping; commas stay readable

export const languageOfLink = () => {
  const language = params().get('lang');
  if (language) useLanguage(language);
};

// What a link asks for, as far as this release knows it.
export function readLink(app) {
  const asked = params();
  const hidden = (asked.get('hide') ?? '').split('.');
  app.catalogue.layers.forEach((layer) => (hidden.includes(layer.name) ? app.visible.delete(layer.name) : app.visible.add(layer.name)));
  app.filters.fromText(asked.get('only') ?? '');
  app.risk = asked.get('risk') !== 'off';
  app.placed = asked.has('map'); // read before the map writes its own
  const [layer, id] = (asked.get('at') ?? '').split('.');
  app.at = app.catalogue.layer(layer) && /^[\w-]+$/.test(id ?? '') ? { layer, id } : undefined;
}

export function writeLink(app) {
  const all = params();
  const state = {
    hide: app.catalogue.layers.filter((layer) => !app.visible.has(layer.name)).map((layer) => layer.name).join('.'),
    only: app.filters.toText(),
    risk: app.risk ? '' : 'off',
    at: app.at ? `${app.at.layer}.${app.at.id}` : '',
    lang: currentLanguage(),
  };
  KEYS.forEach((key) => (state[key] ? all.set(key, state[key]) : all.delete(key)));
  history.replaceState(history.state, '', `#${text(all)}`);
}

// Nothing but the feature: whoever opens it sees all layers, at the place.
export function linkTo(layer, id) {
  const address = new URL(location.pathname, location.origin);
  address.hash = text(new URLSearchParams({ at: `${layer.name}.${id}`, lang: currentLanguage() }));
  return address.href;
}

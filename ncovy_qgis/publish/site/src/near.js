// Near me: asked for only by a click, kept only in this page. The map does not go there by itself, since its tiles would tell where that is.
import { distance } from './distance.js';
import { el } from './dom.js';
import { number, word } from './words.js';

const OPTIONS = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 };
const REFUSED = { 1: 'nearDenied', 2: 'nearUnknown', 3: 'nearLate' };

export function nearButton(app) {
  const on = Boolean(app.position);
  return el('button', { type: 'button', class: 'near', 'aria-pressed': String(on), onclick: () => (on ? forget(app) : locate(app)) }, word(on ? 'nearOff' : 'near'));
}

export function nearHint(app) {
  if (app.nearTold) return el('p', { class: 'hint', role: 'alert' }, app.nearTold);
  return app.position && el('p', { class: 'hint' }, `${word('nearWithin')} ${number(Math.round(app.position.accuracy))} m. ${word('nearPrivate')}`);
}

function locate(app) {
  if (!navigator.geolocation || !isSecureContext) return told(app, word('nearUnsafe'));
  told(app, word('nearWaiting'));
  return navigator.geolocation.getCurrentPosition(
    ({ coords }) => found(app, coords),
    (error) => told(app, word(REFUSED[error.code] ?? 'nearUnknown')),
    OPTIONS,
  );
}

function told(app, sentence) {
  app.nearTold = sentence;
  app.panel.again();
}

function found(app, { longitude, latitude, accuracy }) {
  app.position = { at: [longitude, latitude], accuracy };
  app.here?.remove();
  app.here = app.map && app.view.hereAt(app.map, app.position.at);
  told(app, undefined);
}

function forget(app) {
  app.position = undefined;
  app.here?.remove();
  told(app, undefined);
}

// Features with their distance, nearest first.
export function byDistance(app, features) {
  return features.map((feature) => ({ ...feature, away: distance(app.position.at, feature.geometry) })).sort((a, b) => a.away - b.away);
}

export function awayText(metres) {
  if (metres === 0) return word('inside');
  if (metres < 950) return `${number(Math.max(Math.round(metres / 10) * 10, 10))} m`;
  return `${number(Math.round(metres / 100) / 10)} km`;
}

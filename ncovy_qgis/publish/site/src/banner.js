// What a reader must know before anything else: an exercise, data past its time, a page without network, a newer release.
import { el, fill } from './dom.js';
import { ago, date, word } from './words.js';

const DAY = 86_400_000;

// Amber once half of the validity is over, after a day at the latest; red once the release has expired. An exercise lives in its own time.
export function age(pointer, now = Date.now()) {
  if (pointer.exercise) return 'exercise';
  const [since, until] = [Date.parse(pointer.as_of), Date.parse(pointer.expires)];
  if (now >= until) return 'expired';
  return now >= since + Math.min((until - since) / 2, DAY) ? 'stale' : 'fresh';
}

function ofAge(pointer, now) {
  const state = age(pointer, now);
  if (state === 'fresh') return undefined;
  if (state === 'exercise') return ['exercise', word('exercise')];
  const when = state === 'expired' ? pointer.expires : pointer.as_of;
  return [state, `${word(state)} ${date(when)} (${ago(when, now)}).`];
}

// [class, text, action] of each banner.
function told(app, now) {
  const { pointer } = app.release;
  return [
    ofAge(pointer, now),
    app.kept && ['kept', `${word('kept')} ${date(pointer.as_of)} (${ago(pointer.as_of, now)}).`],
    app.cut && ['kept', `${word('cut')} ${date(pointer.as_of)} (${ago(pointer.as_of, now)}).`],
    app.newer && ['newer', word('newer'), [word('reload'), () => globalThis.location.reload()]],
  ].filter(Boolean);
}

// Written anew only when it says something else: a screen reader reads each change aloud.
export function showBanners(app, node, now = Date.now()) {
  const all = told(app, now);
  const said = JSON.stringify(all);
  if (node.dataset.said === said) return;
  node.dataset.said = said;
  fill(node, all.map(([name, text, action]) => el('p', { class: `banner ${name}`, role: name === 'expired' || name === 'stale' ? 'alert' : 'status' }, text,
    action && el('button', { type: 'button', onclick: action[1] }, action[0]))));
}

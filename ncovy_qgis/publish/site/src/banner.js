// What a reader must know before anything else: an exercise, or data past its time.
import { el } from './dom.js';
import { date, word } from './words.js';

const RED_AFTER_HOURS = 24;

export function banner(pointer, now = Date.now()) {
  if (pointer.exercise) return el('p', { class: 'banner exercise', role: 'status' }, word('exercise'));
  const late = (now - Date.parse(pointer.expires)) / 3_600_000;
  if (late <= 0) return undefined;
  const red = late > RED_AFTER_HOURS;
  return el('p', { class: `banner ${red ? 'expired' : 'stale'}`, role: 'alert' }, `${word(red ? 'expired' : 'stale')} ${date(pointer.expires)}`);
}

// "Kiểm tra tệp": drop a file or paste a code; each verdict says what was compared with what.
import {
  canHash, checkRelease, findHash, findText, sha256,
} from './check.js';
import { el, fill } from './dom.js';
import { word } from './words.js';

export function checkSection(app) {
  const verdicts = el('ul', { class: 'verdicts' });
  const release = el('ul', { class: 'verdicts' });
  if (!canHash()) return el('p', {}, word('cannotHash'));
  tell(release, () => checkRelease(app));
  const examine = (file) => tell(verdicts, async () => [await findHash(app, await sha256(await file.arrayBuffer()))], file.name);
  return el('div', {}, release, dropZone(examine), codeForm((text) => tell(verdicts, async () => [await findText(app, text)])),
    el('div', { class: 'answer', role: 'status' }, verdicts), el('p', { class: 'hint' }, word('forger')));
}

async function tell(list, work, about) {
  fill(list, el('li', {}, word('checking')));
  try {
    fill(list, (await work()).map((one) => verdict(one, about)));
  } catch {
    fill(list, verdict(['unknown', 'checkFailed', ''], about));
  }
}

function verdict([state, name, detail], about) {
  return el('li', { class: `verdict ${state}` }, el('strong', {}, word(`is_${state}`)), ' ', about && `${about}: `, word(name), detail && el('code', {}, ` ${detail}`));
}

function dropZone(examine) {
  const input = el('input', { type: 'file', onchange: () => input.files[0] && examine(input.files[0]) });
  const over = (event) => { event.preventDefault(); zone.classList.add('over'); };
  const drop = (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    if (event.dataTransfer.files[0]) examine(event.dataTransfer.files[0]);
  };
  const zone = el('label', { class: 'drop', ondragover: over, ondragleave: () => zone.classList.remove('over'), ondrop: drop }, el('span', {}, word('dropHere')), input);
  return zone;
}

function codeForm(look) {
  const input = el('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: '200', 'aria-label': word('code'), placeholder: word('code') });
  const go = () => input.value.trim() && look(input.value);
  input.addEventListener('keydown', (event) => event.key === 'Enter' && go());
  return el('div', { class: 'code' }, input, el('button', { type: 'button', class: 'action', onclick: go }, word('checkIt')));
}

// The panel beside the map, a sheet at the bottom of a phone: search, legend, list, details.
import { el, fill } from './dom.js';
import { word } from './words.js';

const TABS = ['legend', 'units', 'list'];
const WAIT = 200;

export class Panel {
  constructor(app, show) {
    this.app = app;
    this.show = show;
    this.current = 'legend';
    this.searching = '';
    this.body = el('div', { class: 'body', id: 'panel-body', role: 'tabpanel', tabindex: '-1' });
    this.tabs = el('div', { class: 'tabs', onkeydown: (event) => this.turned(event) });
    this.input = el('input', { type: 'search', autocomplete: 'off', maxlength: '80', oninput: () => this.typed(), onkeydown: (event) => this.stepped(event), onfocus: () => this.app.data.index().catch(() => {}) });
    this.handle = el('button', { type: 'button', class: 'handle', 'aria-controls': 'panel-body', onclick: () => this.resize(!this.isOpen) });
    this.note = el('div', { class: 'note' });
    this.live = el('p', { class: 'hidden', role: 'status', 'aria-live': 'polite' });
    this.node = el('aside', { id: 'panel' }, this.handle, el('div', { class: 'find' }, this.input), this.note, this.live, this.tabs, this.body);
    this.resize(false);
  }

  render() {
    this.node.setAttribute('aria-label', word('panel'));
    this.input.setAttribute('aria-label', word('searchLabel'));
    this.input.placeholder = word('search');
    this.resize(this.isOpen);
    this.renderNote();
    // Made once a language: a button made anew under a pressed finger loses the click.
    this.buttons = TABS.map((tab) => el('button', {
      type: 'button', role: 'tab', id: `tab-${tab}`, 'aria-controls': 'panel-body', onclick: () => this.open(tab),
    }, word(tab)));
    this.select(TABS.includes(this.current) ? this.current : 'legend');
  }

  // Only a phone folds its panel; elsewhere the sheet is always open.
  resize(open) {
    this.isOpen = open;
    this.node.classList.toggle('open', open);
    this.handle.setAttribute('aria-expanded', String(open));
    this.handle.setAttribute('aria-label', word(open ? 'shrink' : 'open'));
  }

  select(name) {
    if (this.current === 'detail') this.app.left();
    this.current = name;
    this.node.classList.remove('detailed');
    if (this.tabs.firstChild !== this.buttons[0]) fill(this.tabs, this.buttons);
    this.tabs.setAttribute('role', 'tablist');
    this.buttons.forEach((button, index) => {
      button.setAttribute('aria-selected', String(TABS[index] === name));
      button.tabIndex = TABS[index] === name ? 0 : -1;
    });
    this.body.setAttribute('aria-labelledby', `tab-${name}`);
    this.body.scrollTop = 0;
    this.again();
  }

  // The same content once more, where the reader is.
  again() {
    if (this.searching) this.app.search(this.searching);
    else this.show[this.current]?.();
  }

  // For those who do not see how the list changed.
  say(text) {
    if (this.live.textContent !== text) this.live.textContent = text;
  }

  // A sentence that stays until something else is shown.
  tell(text) {
    fill(this.note, el('p', { class: 'filtering', role: 'alert' }, text), this.app.note());
    this.node.classList.add('filtered');
  }

  renderNote() {
    const note = this.app.note();
    fill(this.note, note);
    this.node.classList.toggle('filtered', Boolean(note));
  }

  // Arrow keys go from tab to tab.
  turned(event) {
    const step = { ArrowRight: 1, ArrowLeft: TABS.length - 1 }[event.key];
    if (!step || !TABS.includes(this.current)) return;
    event.preventDefault();
    this.open(TABS[(TABS.indexOf(this.current) + step) % TABS.length]);
    this.tabs.querySelector('[aria-selected=true]').focus();
  }

  open(name) {
    this.searching = '';
    this.input.value = '';
    this.app.nearTold = undefined; // it was read
    this.resize(true);
    this.select(name);
  }

  // From the words to what they found.
  stepped(event) {
    const first = event.key === 'ArrowDown' && this.searching && this.body.querySelector('.entry');
    if (!first) return;
    event.preventDefault();
    first.focus();
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.searching = this.input.value.trim();
      if (this.searching) this.resize(true);
      this.select(this.current === 'detail' ? 'legend' : this.current);
    }, WAIT);
  }

  detail(content, title) {
    const before = TABS.includes(this.current) ? this.current : 'legend';
    this.current = 'detail';
    this.node.classList.add('detailed');
    const back = el('button', { type: 'button', class: 'back', onclick: () => this.select(before) }, `← ${word('back')}`);
    this.tabs.removeAttribute('role');
    this.body.removeAttribute('aria-labelledby');
    fill(this.tabs, back, el('span', { class: 'title' }, title));
    fill(this.body, content);
    this.resize(true);
    this.body.scrollTop = 0;
    this.body.focus({ preventScroll: true });
  }
}

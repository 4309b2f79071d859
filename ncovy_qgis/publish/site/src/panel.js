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
    this.tabs = el('div', { class: 'tabs', role: 'tablist' });
    this.input = el('input', { type: 'search', autocomplete: 'off', maxlength: '80', oninput: () => this.typed(), onfocus: () => this.app.data.load() });
    this.handle = el('button', { type: 'button', class: 'handle', 'aria-controls': 'panel-body', onclick: () => this.resize(!this.isOpen) });
    this.node = el('aside', { id: 'panel' }, this.handle, el('div', { class: 'find' }, this.input), this.tabs, this.body);
    this.resize(false);
  }

  render() {
    this.node.setAttribute('aria-label', word('panel'));
    this.input.setAttribute('aria-label', word('searchLabel'));
    this.input.placeholder = word('search');
    this.resize(this.isOpen);
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
    this.current = name;
    this.node.classList.remove('detailed');
    fill(this.tabs, TABS.map((tab) => el('button', {
      type: 'button', role: 'tab', 'aria-selected': String(tab === name), 'aria-controls': 'panel-body', onclick: () => this.open(tab),
    }, word(tab))));
    this.body.scrollTop = 0;
    if (this.searching) this.app.search(this.searching);
    else this.show[name]();
  }

  open(name) {
    this.searching = '';
    this.input.value = '';
    this.resize(true);
    this.select(name);
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
    fill(this.tabs, back, el('span', { class: 'title' }, title));
    fill(this.body, content);
    this.resize(true);
    this.body.scrollTop = 0;
    this.body.focus({ preventScroll: true });
  }
}

// A window over the page: the browser keeps the focus in it, Escape closes it.
import { el } from './dom.js';
import { symbol } from './symbols.js';
import { word } from './words.js';

export function openDialog(title, ...content) {
  const close = el('button', { type: 'button', class: 'icon', 'aria-label': word('close'), onclick: () => node.close() }, symbol('cross'));
  const node = el('dialog', { 'aria-labelledby': 'dialog-title', onclose: () => node.remove(), onclick: (event) => event.target === node && node.close() },
    el('div', { class: 'dialog' },
      el('header', {}, el('h2', { id: 'dialog-title', tabindex: '-1' }, title), close),
      el('div', { class: 'content' }, content.flat())));
  document.body.append(node);
  node.showModal();
  node.querySelector('h2').focus();
  return node;
}

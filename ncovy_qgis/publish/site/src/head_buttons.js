// Buttons of the head: information, and the switch between light and dark, which names what it leads to.
import { el, fill } from './dom.js';
import { openInfo } from './later.js';
import { symbol } from './symbols.js';
import { isDark, switchTheme } from './theme.js';
import { currentLanguage, word } from './words.js';

export const infoButton = (app) => el('button', { type: 'button', class: 'icon', 'aria-label': word('info'), title: word('info'), onclick: () => openInfo(app) }, symbol('info'));

export function themeButton() {
  const button = el('button', { type: 'button', class: 'icon theme', onclick: () => { switchTheme(); draw(); } });
  const draw = () => {
    const name = word(isDark() ? 'toLight' : 'toDark');
    button.setAttribute('aria-label', name);
    button.title = name;
    fill(button, symbol(isDark() ? 'sun' : 'moon'));
  };
  draw();
  return button;
}

// Named in the other language, since its readers look for it; on a phone by two letters.
export function languageButton(turn) {
  const other = currentLanguage() === 'en' ? 'vi' : 'en';
  return el('button', { type: 'button', class: 'language', lang: other, title: word('language'), onclick: turn },
    el('span', { class: 'long' }, word('language')), el('span', { class: 'short' }, other.toUpperCase()));
}

// Light or dark: what the reader chose, else what the device prefers.

const KEY = 'ncovy-theme';
const device = matchMedia('(prefers-color-scheme: dark)');
let chosen = stored();

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export const isDark = () => (chosen === 'dark' || chosen === 'light' ? chosen === 'dark' : device.matches);

function apply() {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
}

export function switchTheme() {
  chosen = isDark() ? 'light' : 'dark';
  try {
    localStorage.setItem(KEY, chosen);
  } catch { /* private windows keep the choice for this page only */ }
  apply();
}

device.addEventListener('change', apply);
apply();

// Windows that most readers never open. Their code comes once the page has nothing else to do, so that a click finds it also on a line that died since.
import { rest } from './pause.js';
import { word } from './words.js';

const windows = () => import('./windows.js');

export const fetchWindows = () => rest().then(windows).catch((error) => console.warn(error)); // a click tries again

const opening = (name) => async (app, about) => {
  const found = await windows().catch(() => undefined);
  if (found) await found[name](app, about);
  else app.panel.tell(word('noData'));
};

export const openInfo = opening('openInfo');
export const openReport = opening('openReport');

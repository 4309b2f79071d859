// A page may stay open for days: its banners follow the clock, and the pointer is asked for anew.
import { showBanners } from './banner.js';
import { keepOffline } from './offline.js';
import { loadPointer } from './release.js';

const MINUTE = 60_000;
const ASK = 5 * MINUTE;

export function watch(app) {
  let asked = Date.now();
  const show = () => showBanners(app, document.getElementById('notice'));
  const ask = async () => {
    asked = Date.now();
    await refresh(app);
    show();
  };
  setInterval(() => (Date.now() - asked < ASK ? show() : ask()), MINUTE);
  document.addEventListener('visibilitychange', () => !document.hidden && Date.now() - asked > MINUTE && ask());
  ['online', 'offline'].forEach((name) => globalThis.addEventListener(name, ask));
}

// The same release may have been confirmed for longer; another one is offered, not forced on who is reading.
async function refresh(app) {
  try {
    const { pointer, kept } = await loadPointer();
    [app.kept, app.cut] = [kept, false];
    if (pointer.id === app.release.pointer.id) app.release.pointer = pointer;
    app.newer = pointer.id !== app.release.pointer.id && !kept;
    if (!kept && !app.newer) keepOffline(app);
  } catch {
    [app.kept, app.cut] = [false, true];
  }
}

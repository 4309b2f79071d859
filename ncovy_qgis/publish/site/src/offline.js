// Asks the service worker to keep the page and this release, so that both open without a network. Private windows and plain http go without.
const MOST = 60e6; // bytes of a release
const NOT_SHOWN = /^(schema\/|changes|summary|daily|feed|dcat|dictionary)/;

export async function keepOffline(app) {
  try {
    await navigator.serviceWorker.register('sw.js');
    const { active } = await navigator.serviceWorker.ready;
    const wanted = Object.entries(app.release.manifest.files).filter(([name]) => !NOT_SHOWN.test(name));
    const size = wanted.reduce((sum, [, facts]) => sum + facts.bytes, 0);
    if (navigator.connection?.saveData || size > MOST) return;
    const hashes = wanted.map(([name, facts]) => [name, facts.sha256]);
    active.postMessage({ keep: { pointer: app.release.pointer, files: { 'manifest.json': app.release.pointer.manifest, ...Object.fromEntries(hashes) } } });
  } catch { /* the page works as well without */ }
}

// Whether this release opens without a network.
export async function isKept(app) {
  try {
    const pointer = await caches.match(new URL('release.json', document.baseURI).href);
    return (await pointer?.json())?.id === app.release.pointer.id;
  } catch {
    return false;
  }
}

// Is it of the official release? Hashes are computed here, in the browser; nothing is sent anywhere.
import { keyName, verifySignature } from './minisign.js';
import { siteOf } from './release.js';

const MOST = 60; // releases looked through, newest first

export const canHash = () => Boolean(globalThis.crypto?.subtle);

export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((one) => one.toString(16).padStart(2, '0')).join('');
}

async function bytesOf(address, options) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return response.arrayBuffer();
}

const manifestOf = (id) => bytesOf(`releases/${id}/manifest.json`);
const read = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

// [state, word, detail] of each thing looked at: manifest against pointer, signature against the site's key.
export async function checkRelease(app) {
  const pointer = read(await bytesOf('release.json', { cache: 'no-cache' }));
  const manifest = await sha256(await manifestOf(pointer.id));
  return [
    manifest === pointer.manifest ? ['good', 'manifestRight', pointer.id] : ['bad', 'manifestWrong', pointer.id],
    await ofSignature(pointer, (await siteOf(app.release)).public_key),
  ];
}

const VERDICTS = { good: ['good', 'signatureRight'], bad: ['bad', 'signatureWrong'], other: ['bad', 'signatureOther'], unknown: ['unknown', 'signatureCannot'] };

// What is signed is the text of the pointer without its signature, as the publisher writes it.
async function ofSignature({ signature, ...unsigned }, key) {
  if (!key) return ['unknown', signature ? 'keyMissing' : 'unsigned'];
  if (!signature) return ['bad', 'signatureMissing'];
  const message = new TextEncoder().encode(`${JSON.stringify(unsigned)}\n`);
  return [...VERDICTS[await verifySignature(key, message, signature)], `${keyName(key)} · ${key}`];
}

// The current release and those before it, as far as the site keeps them.
async function* releases(app) {
  let { id } = app.release.pointer;
  for (let count = 0; id && count < MOST; count += 1) {
    let bytes;
    try {
      bytes = await manifestOf(id);
    } catch {
      return;
    }
    const manifest = read(bytes);
    yield { id, bytes, manifest, current: count === 0 };
    id = manifest.previous;
  }
}

// [state, word, detail] for a SHA-256 in hexadecimal digits.
export async function findHash(app, hash) {
  for await (const release of releases(app)) {
    const [name] = Object.entries(release.manifest.files).find(([, facts]) => facts.sha256 === hash) ?? [await sha256(release.bytes) === hash && 'manifest.json'];
    if (name) return [release.current ? 'good' : 'old', release.current ? 'fileCurrent' : 'fileOld', `${name} · ${release.id}`];
  }
  return ['bad', 'fileUnknown', hash];
}

export async function findRelease(app, id) {
  for await (const release of releases(app)) {
    if (release.id === id) return [release.current ? 'good' : 'old', release.current ? 'releaseCurrent' : 'releaseOld', id];
  }
  return ['bad', 'releaseUnknown', id];
}

export async function findText(app, text) {
  const wanted = text.replace(/[\s:]/g, '').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(wanted)) return findHash(app, wanted);
  if (/^\d{4}-\d\d-\d\d-[0-9a-f]{12}$/.test(wanted)) return findRelease(app, wanted);
  return ['unknown', 'notACode', ''];
}

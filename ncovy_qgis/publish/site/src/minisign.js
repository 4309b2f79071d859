// Checks a minisign signature (Ed25519 over BLAKE2b) with the browser's own cryptography, where it has Ed25519.
import { blake2b } from '@noble/hashes/blake2b';

const TRUSTED = 'trusted comment: ';
const decoded = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const same = (one, other) => one.length === other.length && one.every((value, index) => value === other[index]);

// {state: 'good' | 'bad' | 'other' | 'unknown'}: `other` when another key made it, `unknown` when this browser cannot tell.
export async function verifySignature(line, message, signature) {
  let parts;
  try {
    parts = parsed(line, signature);
  } catch {
    return 'bad';
  }
  if (!same(parts.number, parts.expected)) return 'other';
  let key;
  try {
    key = await crypto.subtle.importKey('raw', parts.key, { name: 'Ed25519' }, false, ['verify']);
  } catch {
    return 'unknown';
  }
  const holds = (signed, over) => crypto.subtle.verify({ name: 'Ed25519' }, key, signed, over);
  const right = await holds(parts.signed, blake2b(message, { dkLen: 64 })) && await holds(parts.whole, joined(parts.signed, new TextEncoder().encode(parts.said)));
  return right ? 'good' : 'bad';
}

function parsed(line, signature) {
  const [, body, said, whole] = signature.replace(/\n$/, '').split('\n');
  const [key, signed] = [decoded(line), decoded(body)];
  if (String.fromCharCode(signed[0], signed[1]) !== 'ED' || signed.length !== 74 || key.length !== 42 || !said.startsWith(TRUSTED)) throw new Error('minisign');
  return {
    expected: key.slice(2, 10), key: key.slice(10), number: signed.slice(2, 10), signed: signed.slice(10), said: said.slice(TRUSTED.length), whole: decoded(whole),
  };
}

// As minisign names a key: sixteen digits.
export const keyName = (line) => [...decoded(line).slice(2, 10)].reverse().map((one) => one.toString(16).padStart(2, '0')).join('').toUpperCase();

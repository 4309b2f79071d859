// Whom to call, what to do, where to read on, and what this release is.
import { checkSection } from './check_view.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { phones } from './fields.js';
import { isKept } from './offline.js';
import { openReport } from './report.js';
import { printPage } from './print.js';
import { siteOf } from './release.js';
import { date, label, number, word } from './words.js';

export async function openInfo(app) {
  const site = await siteOf(app.release);
  openDialog(word('info'),
    site.hotlines.length ? section('hotlines', hotlines(site)) : undefined,
    site.guidance.map((note) => el('section', {}, el('h3', {}, label(note.title)), points(label(note.text)))),
    site.links.length ? section('links', el('ul', { class: 'plain' }, site.links.map((one) => el('li', {}, outward(one.url, label(one.label))))))
      : undefined,
    section('report', el('p', {}, word('reportWhy')), el('button', { type: 'button', class: 'action', onclick: () => openReport(app) }, word('reportWrite'))),
    section('release', await facts(app), tools(app)),
    section('check', checkSection(app)),
    el('p', { class: 'hint' }, outward('assets/licences.txt', word('licences'))));
}

const section = (name, ...content) => el('section', { class: name }, el('h3', {}, word(name)), content);

const outward = (address, text) => el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, text);

// Numbers of the province first, then those of districts.
export function hotlines(site) {
  const ordered = [...site.hotlines].sort((a, b) => (a.district ?? '').localeCompare(b.district ?? ''));
  return el('ul', { class: 'hotlines' }, ordered.map((one) => el('li', {}, el('span', {}, label(one.label)), el('span', { class: 'phone' }, phones(one.phone)))));
}

function points(text) {
  const lines = text.split('\n');
  return lines.length > 1 ? el('ul', { class: 'points' }, lines.map((line) => el('li', {}, line))) : el('p', {}, text);
}

function tools(app) {
  const frame = new URL(globalThis.location.href);
  frame.searchParams.set('embed', '');
  return el('p', { class: 'actions' },
    el('button', { type: 'button', class: 'action', onclick: () => { document.querySelector('dialog')?.close(); printPage(app); } }, word('print')),
    el('a', { class: 'action', href: frame.href, target: '_blank', rel: 'noopener' }, word('embed')));
}

async function facts(app) {
  const { pointer, manifest } = app.release;
  const total = Object.values(manifest.counts).reduce((sum, one) => sum + one, 0);
  const rows = [
    ['releaseId', el('code', {}, pointer.id)], ['asOf', date(pointer.as_of)], ['validUntil', pointer.exercise ? '–' : date(pointer.expires)], ['features', number(total)],
    ['offline', word(await isKept(app) ? 'offlineYes' : 'offlineNo')],
  ];
  return el('dl', {}, rows.map(([name, value]) => el('div', { class: 'row' }, el('dt', {}, word(name)), el('dd', {}, value))));
}

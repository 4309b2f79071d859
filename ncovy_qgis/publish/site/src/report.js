// "Báo sai / góp ý": a text that says which feature of which release is meant, to be sent by mail, by the site's form, or told on the phone.
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { hotlines } from './info.js';
import { siteOf } from './release.js';
import { label, word } from './words.js';

export async function openReport(app, about) {
  const site = await siteOf(app.release);
  const facts = factsOf(app, about);
  const text = textOf(facts);
  const box = el('textarea', { readonly: true, rows: '8', 'aria-label': word('reportText') });
  box.value = text;
  openDialog(word('report'),
    about && el('p', {}, el('strong', {}, about.properties.name)),
    el('p', {}, word(site.report.mail || site.report.form ? 'reportHow' : 'reportByPhone')),
    el('p', { class: 'actions' },
      site.report.mail && el('a', { class: 'action', href: mailto(site.report.mail, facts, text) }, word('byMail')),
      site.report.form && el('a', { class: 'action', href: filled(site.report.form, facts), target: '_blank', rel: 'noopener noreferrer' }, word('byForm')),
      copyButton(box)),
    box,
    el('p', { class: 'hint' }, word('noPatients')),
    site.hotlines.length ? el('section', {}, el('h3', {}, word('hotlines')), hotlines(site)) : undefined);
}

function factsOf(app, about) {
  const [lon, lat] = about?.point ?? app.map?.getCenter().toArray() ?? [];
  const address = new URL(globalThis.location.href);
  address.searchParams.delete('embed');
  return {
    layer: about?.layer.name ?? '',
    title: about ? label(about.layer.title) : '',
    id: about?.properties.id ?? '',
    name: about?.properties.name ?? '',
    release: app.release.pointer.id,
    lat: lat?.toFixed(5) ?? '',
    lon: lon?.toFixed(5) ?? '',
    link: address.href,
  };
}

function textOf(facts) {
  const said = [
    ['feature', facts.name], ['layer', facts.layer && `${facts.title} (${facts.layer})`], ['identifier', facts.id],
    ['position', facts.lat && `${facts.lat}, ${facts.lon}`], ['releaseId', facts.release], ['link', facts.link],
  ];
  return [...said.filter(([, value]) => value).map(([name, value]) => `${word(name)}: ${value}`), '', `${word('whatIsWrong')}: `].join('\n');
}

function mailto(address, facts, text) {
  const subject = `${word('report')}: ${facts.name || word('title')}`;
  return `mailto:${address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text.replaceAll('\n', '\r\n'))}`;
}

// Each {word} of the configured address becomes its value, escaped.
const filled = (form, facts) => form.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(facts[name] ?? ''));

function copyButton(box) {
  const button = el('button', { type: 'button', class: 'action', onclick: copy }, word('copy'));
  async function copy() {
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
    } catch {
      document.execCommand('copy'); // pages without https
    }
    button.textContent = word('copied');
  }
  return button;
}

// Values of a feature as a reader wants them: labels for codes, telephone links, Vietnamese dates and hours.
import { el } from './dom.js';
import { hours } from './hours.js';
import { date, label, number, word } from './words.js';

const CODES = ['province_code', 'district_code', 'commune_code'];
const LAST = ['reported_at'];

// `partial`: an end that is not there may be unknown.
export function rows(catalogue, layer, properties, onReference, partial = false) {
  const hidden = new Set(['id', 'name', layer.state_field, ...CODES, ...LAST]);
  const endless = (field) => !partial && open(field, properties);
  const shown = layer.fields.filter((field) => !hidden.has(field.name) && (present(properties[field.name]) || endless(field)));
  return shown.map((field) => row(label(field.label), endless(field) ? word('untilNotice') : value(catalogue, field, properties[field.name], onReference)));
}

export function footer(layer, properties) {
  const codes = layer.fields.filter((field) => CODES.includes(field.name) && present(properties[field.name]));
  return [
    present(properties.reported_at) && el('p', { class: 'updated' }, `${word('updated')} `, el('time', {}, date(properties.reported_at))),
    codes.length && el('details', { class: 'codes' },
      el('summary', {}, word('codes')),
      el('dl', {}, codes.map((field) => row(label(field.label), properties[field.name])))),
  ].filter(Boolean);
}

// In force without an end: until somebody says otherwise.
const open = (field, properties) => field.name === 'active_to' && properties.status === 'active' && !present(properties.active_to);

const present = (value_) => value_ !== undefined && value_ !== null && value_ !== '' && !(Array.isArray(value_) && !value_.length);

const row = (name, content) => el('div', { class: 'row' }, el('dt', {}, name), el('dd', {}, content));

function value(catalogue, field, raw, onReference) {
  if (field.type === 'boolean') return word(raw === true ? 'yes' : 'no');
  if (field.type === 'lists') return items(raw).map((code) => listed(catalogue, field, code)).join(', ');
  if (field.list) return listed(catalogue, field, raw);
  if (field.type === 'date' || field.type === 'datetime') return date(String(raw));
  if (field.type === 'integer' || field.type === 'number') return field.unit ? `${number(raw)} ${field.unit}` : number(raw);
  if (field.type === 'reference') return reference(catalogue, field, raw, onReference);
  if (field.form === 'phone' || /phone$|^hotline$/.test(field.name)) return phones(String(raw));
  if (field.form === 'opening_hours') return hours(String(raw)).map((line) => el('span', { class: 'line' }, line));
  return /^https?:\/\/\S+$/.test(raw) ? link(raw) : String(raw);
}

const items = (raw) => (Array.isArray(raw) ? raw : String(raw).split(','));

function listed(catalogue, field, code) {
  const found = catalogue.value(field.list, String(code));
  return found ? label(found.label) : String(code);
}

function reference(catalogue, field, raw, onReference) {
  const target = catalogue.layer(field.references);
  if (!target || !onReference) return String(raw);
  return el('button', { type: 'button', class: 'link', onclick: () => onReference(target, raw) }, word('showOn'));
}

const link = (address) => el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, address.replace(/^https?:\/\//, ''));

export function phones(text) {
  return text.split(/\s*[;,/]\s*/).filter(Boolean).flatMap((one, index) => {
    const digits = one.replace(/\D/g, '');
    const dialled = digits.startsWith('0') ? `+84${digits.slice(1)}` : digits;
    const anchor = el('a', { href: `tel:${dialled}` }, grouped(one, digits));
    return index ? [', ', anchor] : [anchor];
  });
}

function grouped(text, digits) {
  if (/[ .]/.test(text)) return text;
  if (digits.length === 11 && digits.startsWith('02')) return `${digits.slice(0, 4)} ${digits.slice(4, 8)} ${digits.slice(8)}`;
  if (digits.length === 10 && digits.startsWith('0')) return `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`;
  if (/^1[89]00/.test(digits)) return `${digits.slice(0, 4)} ${digits.slice(4)}`;
  return text;
}

export function place(properties) {
  return [properties.commune_name, properties.district_name].filter(Boolean).join(', ');
}

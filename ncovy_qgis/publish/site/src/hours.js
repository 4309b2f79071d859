// Opening hours as people say them: one line for each rule, full names of days.
import { currentLanguage, word } from './words.js';

const DAYS = {
  Mo: ['Thứ Hai', 'Monday'],
  Tu: ['Thứ Ba', 'Tuesday'],
  We: ['Thứ Tư', 'Wednesday'],
  Th: ['Thứ Năm', 'Thursday'],
  Fr: ['Thứ Sáu', 'Friday'],
  Sa: ['Thứ Bảy', 'Saturday'],
  Su: ['Chủ nhật', 'Sunday'],
  PH: ['Ngày lễ', 'Public holidays'],
};

// "Mo-Fr 07:30-17:00; Su off" → ["Thứ Hai – Thứ Sáu: 07:30 – 17:00", "Chủ nhật: nghỉ"]
export const hours = (text) => (text === '24/7' ? [word('always')] : text.split(/\s*;\s*/).filter(Boolean).map(rule));

function rule(text) {
  const [, days, rest] = /^((?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)[-–, ]*)+):?\s*(.*)$/.exec(text) ?? [undefined, '', text];
  const times = rest === 'off' ? word('closed') : rest.replace(/\s*,\s*/g, ', ').replace(/(\d)\s*[-–]\s*(\d)/g, '$1 – $2');
  if (days.replace('–', '-').trim() === 'Mo-Su') return `${word('daily')}: ${times}`;
  const named = days.trim().replace(/\s*[-–]\s*/g, ' – ').replace(/\s*,\s*/g, ', ').replace(/\b(Mo|Tu|We|Th|Fr|Sa|Su|PH)\b/g, (day) => DAYS[day][currentLanguage() === 'vi' ? 0 : 1]);
  return named ? `${named}: ${times}` : times;
}

// Words of the page in both languages, and the language in use.
import { MAP_WORDS } from './map_words.js';
import { PAGE_WORDS } from './page_words.js';

const WORDS = {
  title: ['Bản đồ Covid-19 Nghệ An', 'Covid-19 map of Nghệ An'],
  language: ['English', 'Tiếng Việt'],
  legend: ['Chú giải', 'Legend'],
  list: ['Danh sách', 'List'],
  detail: ['Chi tiết', 'Details'],
  panel: ['Chú giải và danh sách', 'Legend and list'],
  search: ['Tìm theo tên, địa chỉ, xã…', 'Search name, address, commune…'],
  searchLabel: ['Tìm trên bản đồ', 'Search the map'],
  searching: ['Đang tải dữ liệu…', 'Loading data…'],
  nothing: ['Không tìm thấy.', 'Nothing found.'],
  results: ['kết quả', 'results'],
  all: ['Hiện tất cả', 'Show all'],
  none: ['Ẩn tất cả', 'Hide all'],
  inView: ['đối tượng trong khung bản đồ', 'features in view'],
  more: ['Hiển thị thêm', 'Show more'],
  updated: ['Cập nhật lúc', 'Updated at'],
  asOf: ['Số liệu đến', 'Data as of'],
  close: ['Đóng', 'Close'],
  back: ['Quay lại', 'Back'],
  open: ['Mở rộng', 'Expand'],
  shrink: ['Thu gọn', 'Collapse'],
  codes: ['Mã hành chính', 'Administrative codes'],
  several: ['đối tượng ở vị trí này', 'features here'],
  showOn: ['Xem trên bản đồ', 'Show on map'],
  unknown: ['Không rõ', 'Unknown'],
  yes: ['Có', 'Yes'],
  no: ['Không', 'No'],
  cluster: ['Số trong vòng tròn là số đối tượng gộp lại; bấm để phóng to.', 'A number in a ring counts grouped features; click to zoom in.'],
  symbols: ['Ký hiệu', 'Symbols'],
  ...MAP_WORDS,
  ...PAGE_WORDS,
  failed: ['Không tải được bản đồ. Hãy thử tải lại trang.', 'The map could not be loaded. Try to reload the page.'],
  noWebgl: ['Trình duyệt không vẽ được bản đồ; danh sách vẫn dùng được.', 'This browser cannot draw the map; the list still works.'],
  zoomIn: ['Phóng to', 'Zoom in'],
  zoomOut: ['Thu nhỏ', 'Zoom out'],
  home: ['Toàn tỉnh', 'Whole province'],
  map: ['Bản đồ', 'Map'],
  always: ['24/24, cả tuần', '24 hours a day'],
};

function stored() {
  try {
    return localStorage.getItem('ncovy-language') === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi';
  }
}

let language = stored();

export const currentLanguage = () => language;

// As a link asks, for this page only.
export function useLanguage(wanted) {
  language = wanted === 'en' ? 'en' : 'vi';
  document.documentElement.lang = language;
}

export function switchLanguage() {
  language = language === 'vi' ? 'en' : 'vi';
  try {
    localStorage.setItem('ncovy-language', language);
  } catch { /* private windows keep the choice for this page only */ }
  document.documentElement.lang = language;
}

// Made when they are needed, once: to make one takes longer than to use it a hundred times.
const made = {};
export const collator = { compare: (one, other) => (made.collator ??= new Intl.Collator('vi')).compare(one, other) };
export const word = (key) => WORDS[key][language === 'vi' ? 0 : 1];
export const label = (text) => text[language] || text.vi;
export const number = (value) => (made[language] ??= new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB')).format(value);

// Times are published with the offset of Việt Nam: what is written is what the clock there shows.
export function date(text) {
  const [, year, month, day, clock] = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(text) || [];
  if (!year) return text;
  return `${day}/${month}/${year}${clock ? ` ${clock}` : ''}`;
}

const SPANS = [[86_400_000, 'day'], [3_600_000, 'hour'], [60_000, 'minute']];

// "3 giờ trước": how long ago a moment was, in its largest whole unit.
export function ago(text, now = Date.now()) {
  const passed = now - Date.parse(text);
  const [span, unit] = SPANS.find(([one]) => passed >= one) ?? SPANS.at(-1);
  return new Intl.RelativeTimeFormat(language).format(-Math.max(Math.floor(passed / span), 0), unit);
}

// Lower case without diacritics: "Quỳ Châu" is found by "quy chau".
export const fold = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase();

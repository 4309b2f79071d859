// Words of the page around the map: banners, theme, information, reports, checks.

export const PAGE_WORDS = {
  exercise: ['DỮ LIỆU DIỄN TẬP – không phải tình hình thật', 'EXERCISE DATA – not the real situation'],
  stale: ['Dữ liệu có thể đã cũ: số liệu đến', 'Data may be out of date: as of'],
  expired: ['DỮ LIỆU ĐÃ CŨ, không dùng để quyết định: bản công bố hết hạn lúc', 'OUTDATED DATA, do not rely on it: the release expired at'],
  kept: ['Không có mạng: đây là bản đã lưu trong máy, số liệu đến', 'No network: this is the copy kept on this device, data as of'],
  newer: ['Đã có bản công bố mới hơn.', 'A newer release is there.'],
  reload: ['Tải bản mới', 'Load it'],
  toDark: ['Nền tối', 'Dark theme'],
  toLight: ['Nền sáng', 'Light theme'],
};

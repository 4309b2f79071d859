// Words of what is told beside the map: overview, filters, links, what lies near.

export const MAP_WORDS = {
  units: ['Theo xã', 'By commune'],
  risk: ['Mức nguy cơ theo xã', 'Risk level by commune'],
  riskOf: ['Mức nguy cơ cao nhất:', 'Highest risk level:'],
  riskMeaning: [
    'Mức cao nhất của các vùng phong tỏa đang áp dụng trong xã. Không tô màu: không có vùng nào ghi mức nguy cơ; không có nghĩa là an toàn.',
    'The highest level of the lockdown zones in force in the commune. No colour: no zone states a level; it does not mean safe.',
  ],
  noUnits: ['Bản công bố này chưa có số liệu theo xã.', 'This release has no counts by commune.'],
  nothingHere: ['Không có đối tượng nào của các lớp đang hiện.', 'No feature of the layers shown.'],
  above: ['Đơn vị cấp trên', 'Units above'],
  unitsOf: ['Đơn vị hành chính của', 'Units of'],
  district: ['Huyện, thành phố, thị xã', 'District'],
  commune: ['Xã, phường, thị trấn', 'Commune'],
  features: ['Số đối tượng', 'Features'],
  countOf: ['Đếm', 'Count'],
  shownLayers: ['Các lớp đang hiện', 'Layers shown'],
  elsewhere: ['đối tượng chưa xác định được xã.', 'features in no commune of the list.'],
  directions: ['Chỉ đường (OpenStreetMap)', 'Directions (OpenStreetMap)'],
  openApp: ['Mở trong ứng dụng bản đồ', 'Open in a map app'],
};

// Places in the web mercator square, from 0 to 1 each way; what a frame of some pixels shows of it.

const TILE = 512; // pixels of a tile, as MapLibre counts zooms

export const project = ([longitude, latitude]) => [longitude / 360 + 0.5, 0.5 - Math.asinh(Math.tan((latitude * Math.PI) / 180)) / (2 * Math.PI)];

// As MapLibre fits bounds into a frame: the picture lies where the map will.
export function fitted(bounds, { width, height }, padding) {
  const [[west, south], [east, north]] = bounds.map(project);
  const side = Math.max(Math.min((width - 2 * padding) / (east - west), (height - 2 * padding) / (south - north)), TILE); // pixels of the whole square
  const [left, top] = [width / 2 - (side * (west + east)) / 2, height / 2 - (side * (north + south)) / 2];
  return { zoom: Math.log2(side / TILE), side, left, top, place: (at) => [at[0] * side + left, at[1] * side + top] };
}

// [zoom, column, line] of the tiles that hold a part of the bounds.
export function tilesOf(bounds, zoom) {
  const [[west, south], [east, north]] = bounds.map((corner) => project(corner).map((part) => Math.floor(part * 2 ** zoom)));
  const columns = Array.from({ length: east - west + 1 }, (_, index) => west + index);
  return columns.flatMap((column) => Array.from({ length: south - north + 1 }, (_, index) => [zoom, column, north + index]));
}

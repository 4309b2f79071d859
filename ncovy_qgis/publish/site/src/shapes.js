// The units of a tile as SVG, in the look of the map's style.
import { levelOf } from './choropleth.js';
import { svg } from './dom.js';
import { unitPaint } from './style.js';

const COMMUNE = 3;
const LINES = [[2, '#78909c', 1.5], [1, '#546e7a', 2.6]]; // level, colour and width, unless the style says otherwise
const FILL = 'rgba(255,255,255,0.6)';
const UNKNOWN = '#9e9e9e';

const features = (layer) => Array.from({ length: layer?.length ?? 0 }, (_, index) => layer.feature(index));

// What goes on beyond the tile is cut off at its edge. Communes without a colour are left out: most are, and to trace them is most of the work.
export function land(app, layer, at) {
  const found = features(layer).filter(({ properties }) => properties.level < COMMUNE || app.units?.byCode.get(properties.code)?.risk)
    .map((feature) => ({ ...feature.properties, d: traced(feature.loadGeometry()) }));
  const of = (level) => found.filter((one) => one.level === level);
  const extent = layer?.extent ?? 1;
  const node = svg('svg', { viewBox: `0 0 ${extent} ${extent}` },
    of(1).map(({ d }) => svg('path', { d, fill: unitPaint(app.release.style, 1, 'fill-color', FILL) })),
    of(COMMUNE).map(({ d, code }) => svg('path', { d, class: 'commune', fill: levelOf(app, app.units.byCode.get(code))?.colour ?? UNKNOWN })),
    LINES.flatMap(([level, colour, width]) => of(level).map(({ d }) => svg('path', { d, ...line(app.release.style, level, colour, width) }))));
  return { at, node };
}

// As short as it can be said: from corner to corner.
const traced = (rings) => rings.map((ring) => ring.map(({ x, y }, index) => {
  if (!index) return `M${x} ${y}`;
  return `l${x - ring[index - 1].x} ${y - ring[index - 1].y}`;
}).join('')).join('');

function line(style, level, colour, width) {
  const wide = unitPaint(style, level, 'line-width', width);
  const dashes = unitPaint(style, level, 'line-dasharray', []).map((part) => part * wide);
  return { fill: 'none', stroke: unitPaint(style, level, 'line-color', colour), 'stroke-width': wide, 'stroke-dasharray': dashes.join(' '), 'vector-effect': 'non-scaling-stroke' };
}

// Puts a tile where the map has it.
export function place({ at: [zoom, column, row], node }, { side, left, top }) {
  const size = side / 2 ** zoom;
  Object.entries({ x: column * size + left, y: row * size + top, width: size, height: size }).forEach(([name, value]) => node.setAttribute(name, value));
}

// Unit → where its name is written, in the web mercator square.
export const names = (layer, [zoom, column, row]) => features(layer).map((feature) => {
  const [[{ x, y }]] = feature.loadGeometry();
  return [feature.properties.code, [(column + x / feature.extent) / 2 ** zoom, (row + y / feature.extent) / 2 ** zoom]];
});

// What the release's style says, without the library that draws it.

export const box = ([west, south, east, north]) => [[west, south], [east, north]];

// A phone's map is small: there the province may nearly touch the edges.
export const room = (container) => (container.clientWidth < 600 ? 18 : 40);

// Catalogue layer → ids of the style layers that draw it, from the style itself: MapLibre's getStyle() copies all of it.
export function drawnBy(style, catalogue) {
  const drawn = new Map(catalogue.layers.map((layer) => [layer.name, []]));
  style.layers.forEach((one) => drawn.get(one.metadata?.['ncovy:layer'])?.push(one.id));
  return drawn;
}

// The source the units are drawn from; a style may draw none.
export const unitSource = (style) => style.layers.find((one) => one['source-layer'] === 'unit')?.source;

// One colour or width of the units of a level; `otherwise` where the style has none or a rule instead of a value.
export function unitPaint(style, level, name, otherwise) {
  const wanted = JSON.stringify(['==', ['get', 'level'], level]);
  const found = style.layers.find((one) => one['source-layer'] === 'unit' && one.paint?.[name] && JSON.stringify(one.filter) === wanted);
  const value = found?.paint[name];
  return typeof value === typeof otherwise ? value : otherwise;
}

export const background = (style) => style.layers.find((one) => one.type === 'background')?.paint?.['background-color'] ?? '#eaeef1';

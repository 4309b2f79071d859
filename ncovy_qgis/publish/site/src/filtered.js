// A filtered layer on the map. The counts of the tiles know nothing of kinds, so it is drawn from its data file, with the same style.
import { project } from './mercator.js';

const ENDED = ['lifted', 'cancelled', 'closed_permanently'];
const CLUSTERED_LESS = 2; // zooms before the last, as in the tiles of a day like others
const CLUSTER_PIXELS = 44;
const SMALL_PIXELS = 8;
const TILE = 512;
const SUFFIX = '~';

// Draws the given features in place of the layer's tiles; `undefined` goes back to the tiles.
export function drawFiltered(app, layer, features) {
  const { map } = app;
  const own = app.tileLayers.get(layer.name);
  const sources = features ? sourcesOf(layer, features, app.release.tiles.maxzoom) : {};
  if (features && Object.keys(sources).every((id) => map.getSource(id))) {
    Object.entries(sources).forEach(([id, source]) => map.getSource(id).setData(source.data));
    return;
  }
  own.map((id) => id + SUFFIX).filter((id) => map.getLayer(id)).forEach((id) => map.removeLayer(id));
  namesOf(layer).filter((id) => map.getSource(id)).forEach((id) => map.removeSource(id));
  Object.entries(sources).forEach(([id, source]) => map.addSource(id, source));
  if (features) app.release.style.layers.filter((one) => own.includes(one.id)).forEach((one) => map.addLayer(twin(layer, one), one.id));
  own.forEach((id) => map.setLayoutProperty(id, 'visibility', features || !app.visible.has(layer.name) ? 'none' : 'visible'));
  app.drawn.set(layer.name, features ? own.map((id) => id + SUFFIX) : own);
  app.drawn.get(layer.name).forEach((id) => map.setLayoutProperty(id, 'visibility', app.visible.has(layer.name) ? 'visible' : 'none'));
}

const namesOf = (layer) => [`filtered:${layer.name}`, `filtered:${layer.name}:small`, `filtered:${layer.name}:label`];

function sourcesOf(layer, features, last) {
  const [whole, small, label] = namesOf(layer);
  const plain = features.map((feature) => ({ type: 'Feature', geometry: feature.geometry, properties: flat(layer, feature) }));
  if (layer.geometry === 'Point') return { [whole]: clustering(collection(plain), last - CLUSTERED_LESS) };
  const areas = plain.map((one) => ({ ...one, properties: { ...one.properties, drawn_from: drawnFrom(one.geometry, last) } }));
  return {
    [whole]: { type: 'geojson', data: collection(areas) },
    [small]: { type: 'geojson', data: collection(counted(areas)) },
    [label]: { type: 'geojson', data: collection(areas.map((one) => ({ ...one, geometry: { type: 'Point', coordinates: middle(one.geometry) } }))) },
  };
}

const collection = (features) => ({ type: 'FeatureCollection', features });

function clustering(data, clusterMaxZoom) {
  const keep = ['case', ['in', ['accumulated'], ['literal', ENDED]], ['get', 'state'], ['accumulated']];
  const clusterProperties = { count: ['+', 1], state: [keep, ['get', 'state_of']] };
  return { type: 'geojson', data, cluster: true, clusterRadius: CLUSTER_PIXELS, clusterMaxZoom, clusterProperties };
}

// Properties as the tiles carry them: nothing for what is unknown, lists as text.
function flat(layer, { properties }) {
  const known = Object.entries(properties).filter(([, value]) => value !== null);
  const plain = Object.fromEntries(known.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]));
  return { ...plain, state_of: properties[layer.state_field] ?? '' };
}

function twin(layer, original) {
  const { 'source-layer': from, ...rest } = original;
  const [whole, small, label] = namesOf(layer);
  const copy = { ...rest, id: original.id + SUFFIX, source: from === layer.name ? whole : label };
  if (layer.geometry === 'Point') return copy;
  const counts = /^cluster/.test(original.metadata['ncovy:role']);
  if (counts) copy.source = small;
  const now = counts ? ['==', ['get', 'zoom'], ['zoom']] : ['>=', ['zoom'], ['get', 'drawn_from']];
  return { ...copy, filter: original.filter ? ['all', original.filter, now] : now };
}

// Areas too small to be seen at a zoom, counted where they lie, for each such zoom.
function counted(areas) {
  const sized = areas.map((one) => ({ at: middle(one.geometry), from: one.properties.drawn_from, state: one.properties.state_of }));
  const zooms = [...Array(20).keys()].filter((zoom) => sized.some((one) => zoom < one.from));
  return zooms.flatMap((zoom) => grouped(sized.filter((one) => zoom < one.from), zoom));
}

// Each joins the first group whose middle is near enough for their rings to touch.
function grouped(areas, zoom) {
  const near = CLUSTER_PIXELS / (TILE * 2 ** zoom);
  const groups = [];
  areas.forEach((one) => {
    const [x, y] = project(one.at);
    const group = groups.find((other) => Math.hypot(other.x - x, other.y - y) < near);
    if (group) group.areas.push(one);
    else groups.push({ x, y, areas: [one] });
  });
  return groups.map(({ areas: found }) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: found[0].at },
    properties: { zoom, count: found.length, state: (found.find((one) => !ENDED.includes(one.state)) ?? found[0]).state },
  }));
}

// The first zoom at which an area is as large as 8 by 8 pixels; at the last all are drawn.
function drawnFrom(geometry, last) {
  const areas = geometry.coordinates.flatMap(([outer, ...holes]) => [areaOf(outer), ...holes.map((hole) => -areaOf(hole))]);
  const side = Math.sqrt(Math.max(areas.reduce((total, area) => total + area, 0), 0)) * TILE;
  return Math.min(Math.max(Math.ceil(Math.log2(SMALL_PIXELS / side)), 0), last);
}

function areaOf(ring) {
  const corners = ring.map(project);
  return Math.abs(corners.slice(1).reduce((total, [x, y], index) => total + (corners[index][0] * y - x * corners[index][1]), 0)) / 2;
}

// The centroid of the largest part.
function middle(geometry) {
  const [ring] = geometry.coordinates.map(([outer]) => outer).sort((one, other) => areaOf(other) - areaOf(one));
  const [x0, y0] = ring[0]; // near, so that little is lost in the products
  const sums = ring.slice(1).reduce(([x, y, twice], [bx, by], index) => {
    const [ax, ay] = ring[index];
    const cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
    return [x + (ax + bx - 2 * x0) * cross, y + (ay + by - 2 * y0) * cross, twice + cross];
  }, [0, 0, 0]);
  return sums[2] ? [x0 + sums[0] / 3 / sums[2], y0 + sums[1] / 3 / sums[2]] : ring[0];
}

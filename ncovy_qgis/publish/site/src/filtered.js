// A filtered layer on the map. The counts of the tiles know nothing of kinds, so it is drawn from its data file, with the same style.
import { project } from './mercator.js';

const ENDED = ['lifted', 'cancelled', 'closed_permanently'];
const CLUSTERED_TO = 12;
const CLUSTER_PIXELS = 44;
const SMALL_PIXELS = 8;
const TILE = 512;
const SUFFIX = '~';

// Draws the given features in place of the layer's tiles; `undefined` goes back to the tiles.
export function drawFiltered(app, layer, features) {
  const { map } = app;
  const own = app.tileLayers.get(layer.name);
  const sources = features ? sourcesOf(layer, features) : {};
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

const namesOf = (layer) => [`filtered:${layer.name}`, `filtered:${layer.name}:small`];

function sourcesOf(layer, features) {
  const [whole, small] = namesOf(layer);
  const plain = features.map((feature) => ({ type: 'Feature', geometry: feature.geometry, properties: flat(layer, feature) }));
  if (layer.geometry === 'Point') return { [whole]: clustering(collection(plain)) };
  return {
    [whole]: { type: 'geojson', data: collection(plain.map((one) => ({ ...one, properties: { ...one.properties, drawn_from: drawnFrom(one.geometry) } }))) },
    [small]: { type: 'geojson', data: collection(counted(plain)) },
  };
}

const collection = (features) => ({ type: 'FeatureCollection', features });

function clustering(data) {
  const keep = ['case', ['in', ['accumulated'], ['literal', ENDED]], ['get', 'state'], ['accumulated']];
  const clusterProperties = { count: ['+', 1], state: [keep, ['get', 'state_of']] };
  return { type: 'geojson', data, cluster: true, clusterRadius: CLUSTER_PIXELS, clusterMaxZoom: CLUSTERED_TO, clusterProperties };
}

// Properties as the tiles carry them: nothing for what is unknown, lists as text.
function flat(layer, { properties }) {
  const known = Object.entries(properties).filter(([, value]) => value !== null);
  const plain = Object.fromEntries(known.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]));
  return { ...plain, state_of: properties[layer.state_field] ?? '' };
}

function twin(layer, original) {
  const { 'source-layer': _, ...rest } = original;
  const [whole, small] = namesOf(layer);
  const counts = /^cluster/.test(original.metadata['ncovy:role']);
  const copy = { ...rest, id: original.id + SUFFIX, source: counts && layer.geometry !== 'Point' ? small : whole };
  if (layer.geometry === 'Point') return copy;
  const now = counts ? ['==', ['get', 'zoom'], ['zoom']] : ['>=', ['zoom'], ['get', 'drawn_from']];
  return { ...copy, filter: original.filter ? ['all', original.filter, now] : now };
}

// Areas too small to be seen at a zoom, counted where they lie, for each such zoom.
function counted(areas) {
  const sized = areas.map((one) => ({ at: middle(one.geometry), from: drawnFrom(one.geometry), state: one.properties.state_of }));
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

// The first zoom at which an area is as large as 8 by 8 pixels.
function drawnFrom(geometry) {
  const areas = geometry.coordinates.flatMap(([outer, ...holes]) => [areaOf(outer), ...holes.map((hole) => -areaOf(hole))]);
  const side = Math.sqrt(Math.max(areas.reduce((total, area) => total + area, 0), 0)) * TILE;
  return Math.min(Math.max(Math.ceil(Math.log2(SMALL_PIXELS / side)), 0), 14);
}

function areaOf(ring) {
  const corners = ring.map(project);
  return Math.abs(corners.slice(1).reduce((total, [x, y], index) => total + (corners[index][0] * y - x * corners[index][1]), 0)) / 2;
}

function middle(geometry) {
  const corners = geometry.coordinates[0][0];
  return [0, 1].map((axis) => corners.slice(1).reduce((total, corner) => total + corner[axis], 0) / (corners.length - 1));
}

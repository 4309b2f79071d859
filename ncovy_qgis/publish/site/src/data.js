// Features with all their public attributes: from the tile under a position, or, for search and list, from the data files.
import MiniSearch from 'minisearch';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader as Pbf } from 'pbf';
import { dataOf } from './release.js';
import { fold } from './words.js';

const INDEXED = ['name', 'address', 'hamlet', 'commune_name', 'district_name', 'road_name', 'boundary_text', 'chain'];

export class Data {
  constructor(release, catalogue, archive) {
    Object.assign(this, { release, catalogue, archive });
    this.lastZoom = release.tiles.maxzoom;
    this.byId = new Map();
    this.byLayer = new Map();
    this.asked = new Map();
  }

  // All attributes of a rendered feature and its exact place: the last zoom carries them, lower ones do not.
  async complete(layer, id, point) {
    const known = this.byId.get(id);
    if (known) return known;
    for (const tile of around(point, this.lastZoom)) {
      const found = await this.inTile(layer, id, tile);
      if (found) return found;
    }
    await this.load();
    return this.byId.get(id);
  }

  async inTile(layer, id, [x, y]) {
    const tile = await this.archive.getZxy(this.lastZoom, x, y);
    const features = tile && new VectorTile(new Pbf(tile.data)).layers[layer];
    for (let index = 0; features && index < features.length; index += 1) {
      const feature = features.feature(index);
      if (feature.properties.id === id) return { properties: feature.properties, point: pointOf(feature, x, y, this.lastZoom) };
    }
    return undefined;
  }

  // Every feature of every layer, once.
  load() {
    this.loading ??= this.read().catch((error) => {
      this.loading = undefined; // asked again, it is tried again
      throw error;
    });
    return this.loading;
  }

  // Every feature of one layer, once.
  loadLayer(name) {
    if (!this.asked.has(name)) {
      this.asked.set(name, this.readLayer(this.catalogue.layer(name)).catch((error) => {
        this.asked.delete(name);
        throw error;
      }));
    }
    return this.asked.get(name);
  }

  async readLayer(layer) {
    const { features } = await dataOf(this.release, layer.name);
    const known = features.map((feature) => ({ ...feature, layer, point: middle(feature.geometry), extent: extent(feature.geometry) }));
    known.forEach((feature) => this.byId.set(feature.id, feature));
    this.byLayer.set(layer.name, known);
    return known;
  }

  async read() {
    this.features = (await Promise.all(this.catalogue.layers.map((layer) => this.loadLayer(layer.name)))).flat();
    this.search = new MiniSearch({
      fields: INDEXED,
      extractField: (feature, name) => (name === 'id' ? feature.id : feature.properties[name]),
      processTerm: fold,
      searchOptions: { prefix: true, combineWith: 'AND', boost: { name: 3 }, fuzzy: (term) => (term.length > 5 ? 0.15 : false) },
    });
    this.search.addAll(this.features);
  }

  // Best first; what is written with the same diacritics goes before what only sounds alike.
  async find(text) {
    await this.load();
    const wanted = text.trim().toLowerCase().normalize('NFC');
    const exact = (feature) => INDEXED.some((name) => String(feature.properties[name] ?? '').toLowerCase().includes(wanted));
    const found = this.search.search(text).map((hit) => this.byId.get(hit.id));
    return [...found.filter(exact), ...found.filter((feature) => !exact(feature))];
  }
}

function around([longitude, latitude], zoom) {
  const side = 2 ** zoom;
  const x = (longitude / 360 + 0.5) * side;
  const y = (0.5 - Math.asinh(Math.tan((latitude * Math.PI) / 180)) / (2 * Math.PI)) * side;
  const near = (value) => [Math.floor(value), value % 1 < 0.5 ? Math.floor(value) - 1 : Math.floor(value) + 1];
  return near(x).flatMap((column) => near(y).map((line) => [column, line]));
}

// An area is opened where it was clicked: a tile holds only part of it.
function pointOf(feature, x, y, zoom) {
  const { geometry } = feature.toGeoJSON(x, y, zoom);
  return geometry.type === 'Point' ? geometry.coordinates : undefined;
}

export function extent(geometry) {
  const flat = geometry.coordinates.flat(Infinity);
  const [xs, ys] = [flat.filter((_, index) => index % 2 === 0), flat.filter((_, index) => index % 2)];
  return [[Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]];
}

function middle(geometry) {
  if (geometry.type === 'Point') return geometry.coordinates;
  const [[west, south], [east, north]] = extent(geometry);
  return [(west + east) / 2, (south + north) / 2];
}

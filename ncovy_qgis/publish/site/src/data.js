// Features with all their public attributes: from the tile under a position, or, for search and list, from the data files.
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader as Pbf } from 'pbf';
import { project } from './mercator.js';
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
  }

  // The index of the search: made when somebody is about to search, in parts, so that typing does not wait for it.
  index() {
    this.indexing ??= this.indexed().catch((error) => {
      this.indexing = undefined;
      throw error;
    });
    return this.indexing;
  }

  async indexed() {
    const [{ default: MiniSearch }] = await Promise.all([import('minisearch'), this.load()]);
    const search = new MiniSearch({
      fields: INDEXED,
      extractField: (feature, name) => (name === 'id' ? feature.id : feature.properties[name]),
      processTerm: fold,
      searchOptions: { prefix: true, combineWith: 'AND', boost: { name: 3 }, fuzzy: (term) => (term.length > 5 ? 0.15 : false) },
    });
    await search.addAllAsync(this.features, { chunkSize: 50 });
    return search;
  }

  // Best first; what is written with the same diacritics goes before what only sounds alike.
  async find(text) {
    const index = await this.index();
    const wanted = text.trim().toLowerCase().normalize('NFC');
    const exact = (feature) => INDEXED.some((name) => String(feature.properties[name] ?? '').toLowerCase().includes(wanted));
    const found = index.search(text).map((hit) => this.byId.get(hit.id));
    return [...found.filter(exact), ...found.filter((feature) => !exact(feature))];
  }
}

function around(point, zoom) {
  const [x, y] = project(point).map((part) => part * 2 ** zoom);
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

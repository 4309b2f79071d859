// An independent reader of the archive (npm pmtiles, @mapbox/vector-tile): prints what is in it as JSON lines.
// usage: node decode.mjs ncovy.pmtiles → {"zoom","x","y","layer","count","features":[{properties, lon, lat}]}
import { open } from 'node:fs/promises';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { PMTiles } from 'pmtiles';

const file = await open(process.argv[2]);
const source = {
  getKey: () => process.argv[2],
  async getBytes(offset, length) {
    const buffer = new Uint8Array(length);
    const { bytesRead } = await file.read(buffer, 0, length, offset);
    return { data: buffer.buffer.slice(0, bytesRead) };
  },
};
const archive = new PMTiles(source);
const header = await archive.getHeader();
const column = (lon, side) => Math.floor((lon / 360 + 0.5) * side);
const line = (lat, side) => Math.floor((0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * side);

for (let zoom = header.minZoom; zoom <= header.maxZoom; zoom += 1) {
  const side = 2 ** zoom;
  for (let x = column(header.minLon, side) - 1; x <= column(header.maxLon, side) + 1; x += 1) {
    for (let y = line(header.maxLat, side) - 1; y <= line(header.minLat, side) + 1; y += 1) {
      const tile = await archive.getZxy(zoom, x, y);
      if (!tile) continue;
      for (const [name, layer] of Object.entries(new VectorTile(new PbfReader(new Uint8Array(tile.data))).layers)) {
        const features = Array.from({ length: layer.length }, (_, index) => {
          const feature = layer.feature(index);
          const { geometry } = feature.toGeoJSON(x, y, zoom);
          const point = geometry.type === 'Point' ? geometry.coordinates : undefined;
          // Of areas at the last zoom the outline too; of the others nobody asks.
          const outline = zoom === header.maxZoom && geometry.type !== 'Point' && 'id' in feature.properties ? geometry : undefined;
          return { properties: feature.properties, kind: geometry.type, point, outline };
        });
        console.log(JSON.stringify({ zoom, x, y, layer: name, features }));
      }
    }
  }
}
await file.close();

// The release's tiles, asked for part by part; the light picture, the map and the details of a feature share what was read.
import { PMTiles } from 'pmtiles';
import { archiveOf } from './release.js';

const SCHEME = 'pmtiles://';

// Features and units; releases of older versions have both in one.
export function openArchives(release) {
  const features = new PMTiles(archiveOf(release));
  const source = release.style.layers.find((one) => one['source-layer'] === 'unit')?.source;
  const address = release.style.sources[source]?.url.slice(SCHEME.length);
  return { features, units: !address || address === archiveOf(release) ? features : new PMTiles(address) };
}

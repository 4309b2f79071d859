// The release's tiles, asked for part by part; the light picture, the map and the details of a feature share what was read.
import { PMTiles } from 'pmtiles';
import { archiveOf, SCHEME } from './release.js';
import { unitSource } from './style.js';

// Features and units; releases of older versions have both in one.
export function openArchives(release) {
  const features = new PMTiles(archiveOf(release));
  const address = release.style.sources[unitSource(release.style)]?.url.slice(SCHEME.length);
  return { features, units: !address || address === archiveOf(release) ? features : new PMTiles(address) };
}

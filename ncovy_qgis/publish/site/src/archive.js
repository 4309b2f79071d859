// The release's tiles, asked for part by part; the light picture, the map and the details of a feature share what was read.
import { FetchSource, PMTiles, SharedPromiseCache } from 'pmtiles';
import { archiveOf, SCHEME } from './release.js';
import { unitSource } from './style.js';

const PAUSES = [500, 2000]; // ms

const wait = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

// A phone between two networks loses what it was just asking for; any answer of the server, also a refusal, holds.
class PatientSource extends FetchSource {
  async getBytes(offset, length, signal, etag) {
    for (const pause of PAUSES) {
      try {
        return await super.getBytes(offset, length, signal, etag);
      } catch (error) {
        if (!(error instanceof TypeError) || signal?.aborted || !navigator.onLine) throw error;
      }
      await wait(pause);
    }
    return super.getBytes(offset, length, signal, etag);
  }
}

// The library remembers also what it could not read.
class Archive extends PMTiles {
  constructor(address) {
    super(new PatientSource(address));
  }

  getHeader() {
    return this.orForget(super.getHeader());
  }

  getZxy(...tile) {
    return this.orForget(super.getZxy(...tile));
  }

  async orForget(asked) {
    try {
      return await asked;
    } catch (error) {
      if (error.name !== 'AbortError') this.cache = new SharedPromiseCache();
      throw error;
    }
  }
}

// Features and units; releases of older versions have both in one.
export function openArchives(release) {
  const features = new Archive(archiveOf(release));
  const address = release.style.sources[unitSource(release.style)]?.url.slice(SCHEME.length);
  return { features, units: !address || address === archiveOf(release) ? features : new Archive(address) };
}

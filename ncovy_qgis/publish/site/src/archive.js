// The release's tiles, asked for part by part; the light picture, the map and the details of a feature share what was read.
import { FetchSource, PMTiles, SharedPromiseCache } from 'pmtiles';
import { archiveOf, SCHEME } from './release.js';
import { unitSource } from './style.js';

const PAUSES = [500, 2000]; // ms

const wait = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

// No answer at all: bytes that came wrong are another matter.
class LineDead extends Error {}

// A phone between two networks loses what it was just asking for; any answer of the server, also a refusal, holds.
class PatientSource extends FetchSource {
  async getBytes(offset, length, signal, etag) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await super.getBytes(offset, length, signal, etag);
      } catch (error) {
        if (!(error instanceof TypeError) || signal?.aborted) throw error;
        if (tries === PAUSES.length || !navigator.onLine) throw new LineDead(error.message);
      }
      await wait(PAUSES[tries]);
    }
  }
}

function pastTheCache(address) {
  const source = new PatientSource(address);
  source.mustReload = true;
  return new PMTiles(source);
}

// Under load some Chromium hands out other bytes than the server sent, from what it keeps of a file asked for in parts:
// what cannot be read is asked for once more, past that. The library would also remember what it could not read.
class Archive extends PMTiles {
  constructor(address) {
    super(new PatientSource(address));
  }

  getHeader() {
    return this.again(() => super.getHeader(), (archive) => archive.getHeader());
  }

  getZxy(z, x, y, signal) {
    return this.again(() => super.getZxy(z, x, y, signal), (archive) => archive.getZxy(z, x, y, signal), signal);
  }

  async again(read, reread, signal) {
    try {
      return await read();
    } catch (error) {
      if (error.name === 'AbortError' || signal?.aborted) throw error;
      this.cache = new SharedPromiseCache();
      if (error instanceof LineDead) throw error;
      console.warn(error);
    }
    const fresh = pastTheCache(this.source.getKey());
    const found = await reread(fresh);
    this.cache = fresh.cache;
    return found;
  }
}

// Features and units; releases of older versions have both in one.
export function openArchives(release) {
  const features = new Archive(archiveOf(release));
  const address = release.style.sources[unitSource(release.style)]?.url.slice(SCHEME.length);
  return { features, units: !address || address === archiveOf(release) ? features : new Archive(address) };
}

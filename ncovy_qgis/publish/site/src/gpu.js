// Who draws WebGL, asked in a worker: the first answer of a graphics driver may take a second, in which the page would stand still.
import { renderer } from './renderer.js';

const PATIENCE = 10_000; // ms

export async function gpu() {
  if (!globalThis.OffscreenCanvas) return renderer((attributes) => document.createElement('canvas').getContext('webgl2', attributes));
  const worker = new Worker(new URL(GPU_FILE, import.meta.url));
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
      setTimeout(reject, PATIENCE);
    });
  } catch {
    return 'software';
  } finally {
    worker.terminate();
  }
}

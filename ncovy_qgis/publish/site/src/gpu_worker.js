// Asks the graphics driver beside the page.
/* global self */
import { renderer } from './renderer.js';

self.postMessage(renderer((attributes) => new OffscreenCanvas(1, 1).getContext('webgl2', attributes)));

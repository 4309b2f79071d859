// Signs of the map's sprite, drawn small for legend and lists.
import { el } from './dom.js';
import { fineSprites } from './release.js';

export class Icons {
  constructor(release) {
    this.base = `${release.base}sprite${fineSprites(release.style)}`;
    this.index = {};
  }

  async load() {
    const [index, image] = await Promise.all([fetch(`${this.base}.json`), fetch(`${this.base}.png`)]);
    this.index = await index.json();
    this.image = await createImageBitmap(await image.blob());
  }

  // A canvas of at most `size` CSS pixels a side; empty when the sprite has no such image.
  draw(name, size = 22) {
    const canvas = el('canvas', { class: 'sign', width: size * 2, height: size * 2, 'aria-hidden': 'true' });
    const part = this.index[name];
    if (part && this.image) {
      const scale = Math.min((size * 2) / part.width, (size * 2) / part.height, 1);
      const [width, height] = [part.width * scale, part.height * scale];
      const left = size - width / 2;
      const top = size - height / 2;
      canvas.getContext('2d').drawImage(this.image, part.x, part.y, part.width, part.height, left, top, width, height);
    }
    canvas.style.width = `${size}px`;
    canvas.style.height = `${size}px`;
    return canvas;
  }

  sign(layer, size) {
    return this.draw(`${layer.name}:sign`, size);
  }
}

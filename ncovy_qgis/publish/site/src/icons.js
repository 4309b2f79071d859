// Signs of the map's sprite, small for legend and lists. As SVG: a canvas would wait for the graphics driver.
import { svg } from './dom.js';
import { fineSprites } from './release.js';

export class Icons {
  constructor(release) {
    this.base = `${release.base}sprite${fineSprites(release.style)}`;
    this.early = []; // asked for before there was anything to show
  }

  async load() {
    const [index, sheet] = await Promise.all([fetch(`${this.base}.json`), fetch(`${this.base}.png`)]);
    this.index = await index.json();
    const image = new Image();
    image.src = URL.createObjectURL(await sheet.blob()); // kept: signs that are first seen on a dead line
    await image.decode();
    this.sheet = { href: image.src, width: image.naturalWidth, height: image.naturalHeight };
    this.early.splice(0).forEach((show) => show());
  }

  // At most `size` CSS pixels a side; empty when the sprite has no such image.
  draw(name, size = 22) {
    const sign = svg('svg', { class: 'sign', width: size, height: size, 'aria-hidden': 'true' });
    if (this.sheet) this.show(sign, name, size);
    else this.early.push(() => this.show(sign, name, size));
    return sign;
  }

  // In the middle, and never larger than it was drawn for a fine screen.
  show(sign, name, size) {
    const part = this.index[name];
    if (!part) return;
    const { x, y, width, height } = part;
    const side = Math.max(width, height, size * 2);
    sign.setAttribute('viewBox', `0 0 ${side} ${side}`);
    sign.append(svg('svg', { x: (side - width) / 2, y: (side - height) / 2, width, height, viewBox: `${x} ${y} ${width} ${height}` }, svg('image', this.sheet)));
  }

  sign(layer, size) {
    return this.draw(`${layer.name}:sign`, size);
  }
}

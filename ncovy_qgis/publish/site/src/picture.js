// A light picture of the province in the place of the map: its shape, the communes' risk colours, and for each district the number of the list.
// It takes one or a few tiles; whoever needs no more than this never waits for WebGL.
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader as Pbf } from 'pbf';
import { el, fill, svg } from './dom.js';
import { fitted, project, tilesOf } from './mercator.js';
import { countedBelow } from './overview.js';
import { breathe } from './pause.js';
import { apart } from './rings.js';
import { land, names, place } from './shapes.js';
import { background, room } from './style.js';
import { number, word } from './words.js';

export class Picture {
  constructor(app) {
    Object.assign(this, { app, tiles: [], names: new Map() });
    this.land = svg('svg', { class: 'land', role: 'img' });
    this.rings = el('div', { class: 'rings' });
    this.caption = el('p', { class: 'caption' });
    this.node = el('div', { class: 'picture' }, this.land, this.caption, this.rings);
    this.node.style.setProperty('background', background(app.release.style));
    this.touched = new Promise((resolve) => { this.node.addEventListener('pointerdown', resolve, { once: true }); });
    this.watcher = new ResizeObserver(() => this.again());
  }

  // What cannot be read leaves the numbers alone.
  async show() {
    this.app.frame.append(this.node);
    await this.read().catch((error) => console.warn(error));
    this.draw();
    this.watcher.observe(this.app.frame);
  }

  async read() {
    const { archives: { units }, home } = this.app;
    const { minZoom, maxZoom } = await units.getHeader();
    const zoom = Math.min(Math.max(Math.floor(this.fit().zoom), minZoom), maxZoom);
    for (const at of tilesOf(home, zoom)) {
      const tile = await units.getZxy(...at);
      const layers = tile ? new VectorTile(new Pbf(tile.data)).layers : {};
      this.tiles.push(land(this.app, layers.unit, at));
      names(layers.unit_label, at).forEach(([code, where]) => this.names.set(code, where));
      await breathe();
    }
    fill(this.land, this.tiles.map((one) => one.node));
  }

  fit() {
    const { clientWidth: width, clientHeight: height } = this.app.frame;
    return fitted(this.app.home, { width, height }, room(this.app.frame));
  }

  // Once a frame, however much a filter, a switch or another size of the window changes.
  again() {
    this.asked ??= requestAnimationFrame(() => {
      this.asked = undefined;
      this.draw();
    });
  }

  draw() {
    const fit = this.fit();
    this.land.setAttribute('aria-label', word('picture'));
    fill(this.caption, word('ofDistricts'));
    this.land.classList.toggle('uncoloured', !this.app.risk);
    this.tiles.forEach((tile) => place(tile, fit));
    if (this.app.units) this.drawRings(fit);
  }

  drawRings(fit) {
    const where = (unit) => this.names.get(unit.code) ?? (unit.bounds && middle(unit.bounds));
    const found = countedBelow(this.app, this.app.units.top).filter(([unit, count]) => count && where(unit));
    const rings = apart(found.map(([unit, count]) => ({ unit, count, at: fit.place(where(unit)) })));
    fill(this.rings, rings.map((ring) => this.ring(ring)));
  }

  // For whoever points; by keyboard there is the table that says the same.
  ring({ unit, count, at: [x, y] }) {
    const name = `${unit.name}: ${number(count)}`;
    const button = el('button', { type: 'button', class: 'ring', tabindex: '-1', 'data-code': unit.code, 'aria-label': name, title: name, onclick: () => this.app.goToUnit(unit) }, number(count));
    button.style.setProperty('left', `${x}px`);
    button.style.setProperty('top', `${y}px`);
    return button;
  }

  remove() {
    this.watcher.disconnect();
    this.node.remove();
  }
}

const middle = ([west, south, east, north]) => project([(west + east) / 2, (south + north) / 2]);

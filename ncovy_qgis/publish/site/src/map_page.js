// The map within the page: what a link or its reader chose before it was there, its clicks and what they open. Comes with the map library, after the rest.
import { addChoropleth, communeAt } from './choropleth.js';
import { entry } from './detail.js';
import { el } from './dom.js';
import * as view from './map.js';
import { box } from './style.js';
import { word } from './words.js';

export async function openMap(app) {
  const bounds = app.units?.byCode.get(app.unit)?.bounds;
  const map = await view.makeMap(app, bounds ? box(bounds) : app.home);
  map.on('click', (event) => clicked(app, event));
  map.on('moveend', () => app.panel.current === 'list' && !app.panel.searching && app.panel.again());
  map.on('mousemove', (event) => !map.isMoving() && pointAt(app, event));
  await map.once('style.load'); // in a later frame than this
  Object.assign(app, { map, view });
  styled(app);
  document.documentElement.dataset.map = 'true';
  globalThis.ncovy = { map };
}

// The style holds all layers; what a link or its reader left out is taken away as soon as it is there.
function styled(app) {
  addChoropleth(app);
  app.catalogue.layers.filter((layer) => !app.visible.has(layer.name)).forEach((layer) => app.showLayer(layer.name, false));
  if (app.filters.active.length) app.filterChanged(app.filters.active);
  if (app.position) app.here = view.hereAt(app.map, app.position.at);
}

const under = (app, event) => view.hits(app.map, [...app.visible].flatMap((name) => app.drawn.get(name)), event.point);

function pointAt(app, event) {
  const { cluster, features } = under(app, event);
  app.map.getCanvas().style.cursor = cluster || features.length || communeAt(app, event.point) ? 'pointer' : '';
}

async function clicked(app, event) {
  const { cluster, features } = under(app, event);
  if (cluster) view.zoomInto(app.map, cluster);
  else if (features.length === 1) await openRendered(app, features[0], event.lngLat);
  else if (features.length) chooseAmong(app, features, event.lngLat);
  else if (communeAt(app, event.point)) app.goToUnit(communeAt(app, event.point), false);
}

// On a dead line what is drawn is all there is to say.
async function openRendered(app, feature, place) {
  const layer = app.catalogue.layer(view.layerOf(feature));
  const point = feature.geometry.type === 'Point' ? feature.geometry.coordinates : place.toArray();
  const known = await app.data.complete(layer.name, feature.properties.id, point).catch((error) => console.warn(error));
  app.show(layer, known?.properties ?? feature.properties, (layer.geometry === 'Point' && known?.point) || point, known ? undefined : word('noData'));
}

function chooseAmong(app, features, place) {
  const known = features.map((one) => ({ layer: app.catalogue.layer(view.layerOf(one)), properties: one.properties, rendered: one }));
  const list = el('div', { class: 'detail' }, el('p', { class: 'kicker' }, `${known.length} ${word('several')}`),
    el('ul', { class: 'entries' }, known.map((one) => entry(app, one, () => openRendered(app, one.rendered, place)))));
  app.present(list, place, word('detail'));
}

// Puts the page together: release → map, panel, search. State lives in `app`; every text is made again on a change of language.
import './viewer.css';
import './map.css';
import { showBanners } from './banner.js';
import { Catalogue } from './catalogue.js';
import { addChoropleth, communeAt, showChoropleth } from './choropleth.js';
import { Data, extent } from './data.js';
import { detail, entry } from './detail.js';
import { el, fill } from './dom.js';
import { embedded, wholeLink } from './embed.js';
import { startFilters } from './filtering.js';
import { infoButton, languageButton, themeButton } from './head_buttons.js';
import { Icons } from './icons.js';
import { legend } from './legend.js';
import { languageOfLink, readLink, writeLink } from './link.js';
import { inView, results, waiting } from './list.js';
import * as view from './map.js';
import { keepOffline } from './offline.js';
import { overview } from './overview.js';
import { Panel } from './panel.js';
import { preparePrint } from './print.js';
import { loadRelease } from './release.js';
import { loadUnits } from './units.js';
import { watch } from './watch.js';
import { date, label, switchLanguage, word } from './words.js';

const CALM = 2000; // ms; first what is seen, then what is kept
const narrow = matchMedia('(max-width: 719px)');
const app = { visible: new Set(), opened: new Set(), risk: true };

async function start() {
  app.release = await loadRelease();
  app.kept = app.release.kept;
  app.catalogue = new Catalogue(app.release.catalogue);
  app.catalogue.layers.forEach((layer) => app.visible.add(layer.name));
  app.tileLayers = view.drawnBy(app.release.style, app.catalogue);
  app.drawn = new Map(app.tileLayers);
  app.icons = new Icons(app.release);
  app.archive = view.openArchive(app.release);
  app.data = new Data(app.release, app.catalogue, app.archive);
  startFilters(app);
  languageOfLink();
  readLink(app);
  [app.units] = await Promise.all([loadUnits(app.release), app.icons.load()]);
  const [west, south, east, north] = app.release.tiles.bounds;
  app.home = [[west, south], [east, north]];
  const frame = el('main', { id: 'map' });
  app.panel = new Panel(app, { legend: showLegend, units: showUnits, list: showList });
  fill(document.body, el('header', { id: 'head' }), el('div', { id: 'notice' }), frame, app.panel.node);
  render();
  watch(app);
  preparePrint(app);
  await startMap(frame);
}

async function startMap(frame) {
  try {
    app.map = await view.makeMap(frame, app.release, app.home);
  } catch {
    fill(frame, el('p', { class: 'failure', role: 'alert' }, word('noWebgl')));
    app.panel.open('list');
    document.documentElement.classList.remove('embed');
    keepOffline(app);
    await openLinked();
    return;
  }
  app.map.once('style.load', styled);
  app.map.on('click', (event) => clicked(event));
  app.map.on('moveend', () => app.panel.current === 'list' && !app.panel.searching && showList());
  app.map.on('mousemove', (event) => !app.map.isMoving() && pointAt(event));
  if (embedded) frame.append(wholeLink());
  app.map.once('idle', () => { document.documentElement.dataset.ready = 'true'; setTimeout(() => keepOffline(app), CALM); });
  app.map.once('load', () => openLinked());
  globalThis.addEventListener('hashchange', () => followLink());
  globalThis.ncovy = { map: app.map };
}

// The style holds all layers; what a link or its reader left out is taken away as soon as it is there.
function styled() {
  addChoropleth(app);
  app.catalogue.layers.filter((layer) => !app.visible.has(layer.name)).forEach((layer) => app.showLayer(layer.name, false));
  if (app.filters.active.length) app.filterChanged(app.filters.active);
}

// The feature a link names; where it lies unless the link says what to look at.
async function openLinked(move = !app.placed) {
  if (!app.at) return;
  const { layer, id } = app.at;
  await app.data.loadLayer(layer);
  const feature = app.data.byId.get(id);
  if (feature) app.choose(feature, move);
  else app.panel.tell(word('gone'));
}

// Another link opened in the same page.
async function followLink() {
  const filtered = app.filters.active;
  const [before, risk] = [app.at?.id, app.risk];
  languageOfLink();
  readLink(app);
  app.catalogue.layers.forEach((layer) => app.showLayer(layer.name, app.visible.has(layer.name)));
  if (risk !== app.risk) app.showRisk(app.risk);
  await app.filterChanged([...new Set([...filtered, ...app.filters.active])]);
  render();
  if (app.at && app.at.id !== before) await openLinked();
}

function render() {
  document.title = word('title');
  const turn = () => {
    const { at } = app;
    switchLanguage();
    render();
    app.changed();
    app.at = at;
    openLinked(false);
  };
  fill(document.getElementById('head'),
    el('h1', {}, word('title')),
    el('p', { class: 'asof' }, `${word('asOf')} `, el('time', {}, date(app.release.pointer.as_of))),
    el('button', { type: 'button', class: 'home', onclick: () => app.map?.fitBounds(app.home, { padding: view.room(app.map.getContainer()) }) }, word('home')),
    infoButton(app),
    themeButton(),
    languageButton(turn));
  showBanners(app, document.getElementById('notice'));
  app.panel.render();
}

function showLegend() {
  fill(app.panel.body, legend(app));
}

function showUnits() {
  fill(app.panel.body, overview(app));
}

app.redraw = (change) => {
  change();
  app.panel.select(app.panel.current);
};

app.goToUnit = (unit, move = true) => {
  app.unit = unit.code;
  app.panel.open('units');
  app.panel.body.querySelector('h2')?.focus();
  if (move && unit.bounds) app.map?.fitBounds(view.box(unit.bounds), { padding: view.room(app.map.getContainer()), maxZoom: 15 });
};

app.showRisk = (visible) => {
  showChoropleth(app, visible);
  app.changed();
};
app.changed = () => writeLink(app);

// A dead line is told where the data would be.
async function loaded() {
  try {
    await app.data.load();
    return true;
  } catch (error) {
    console.warn(error);
    fill(app.panel.body, el('p', { class: 'hint', role: 'alert' }, word('noData')));
    return false;
  }
}

async function showList() {
  if (!app.data.features) waiting(app.panel.body);
  if (!await loaded()) return;
  if (app.panel.current === 'list' && !app.panel.searching) fill(app.panel.body, inView(app));
}

app.search = async (text) => {
  if (!app.data.features) waiting(app.panel.body);
  if (!await loaded()) return;
  const found = await app.data.find(text);
  if (app.panel.searching === text) fill(app.panel.body, results(app, found));
};

app.showLayer = (name, visible) => {
  if (visible) app.visible.add(name);
  else app.visible.delete(name);
  if (app.map) view.showLayer(app.map, app.drawn.get(name), visible);
  app.changed();
};

app.showLayers = (visible) => {
  app.catalogue.layers.forEach((layer) => app.showLayer(layer.name, visible));
  showLegend();
};

app.remember = (name, open) => (open ? app.opened.add(name) : app.opened.delete(name));

const under = (event) => view.hits(app.map, [...app.visible].flatMap((name) => app.drawn.get(name)), event.point);

function pointAt(event) {
  const { cluster, features } = under(event);
  app.map.getCanvas().style.cursor = cluster || features.length || communeAt(app, event.point) ? 'pointer' : '';
}

async function clicked(event) {
  const { cluster, features } = under(event);
  if (cluster) view.zoomInto(app.map, cluster);
  else if (features.length === 1) await openRendered(features[0], event.lngLat);
  else if (features.length) chooseAmong(features, event.lngLat);
  else if (communeAt(app, event.point)) app.goToUnit(communeAt(app, event.point), false);
}

async function openRendered(feature, place) {
  const layer = app.catalogue.layer(view.layerOf(feature));
  const point = feature.geometry.type === 'Point' ? feature.geometry.coordinates : place.toArray();
  const known = await app.data.complete(layer.name, feature.properties.id, point);
  show(layer, known?.properties ?? feature.properties, (layer.geometry === 'Point' && known?.point) || point);
}

function chooseAmong(features, place) {
  const known = features.map((one) => ({ layer: app.catalogue.layer(view.layerOf(one)), properties: one.properties, rendered: one }));
  const list = el('div', { class: 'detail' }, el('p', { class: 'kicker' }, `${known.length} ${word('several')}`),
    el('ul', { class: 'entries' }, known.map((one) => entry(app, one, () => openRendered(one.rendered, place)))));
  present(list, place, word('detail'));
}

function show(layer, properties, point) {
  present(detail(app, layer, properties, point), point, label(layer.title), { layer: layer.name, id: properties.id });
}

// A popup beside the place; on a phone the sheet, where there is room to read.
function present(content, place, title, at) {
  app.left();
  app.at = at;
  app.changed();
  if (!app.map) {
    app.panel.detail(content, title);
  } else if (narrow.matches) {
    app.panel.detail(content, title);
    app.marker = view.markerAt(app.map, place);
    view.liftAbove(app.map, place, app.panel.node);
  } else {
    const before = document.activeElement;
    app.popup = view.popupAt(app.map, place, content);
    app.popup.on('close', () => {
      if (document.activeElement === document.body) back(before);
      app.left();
    });
  }
}

// Where the reader came from; the list may have been made anew meanwhile.
function back(before) {
  const again = before.isConnected ? before : app.panel.body.querySelector(`[data-id="${CSS.escape(before.dataset.id ?? '')}"]`);
  again?.focus();
}

// Nothing is open any more.
app.left = () => {
  const { popup, marker } = app;
  [app.popup, app.marker, app.at] = [];
  popup?.remove();
  marker?.remove();
  app.changed();
};

app.choose = (feature, move = true) => {
  app.showLayer(feature.layer.name, true);
  if (app.map && move && !narrow.matches) view.goTo(app.map, extent(feature.geometry), feature.point);
  show(feature.layer, feature.properties, feature.point);
};

app.openReference = async (layer, id) => {
  await app.data.load();
  const feature = app.data.byId.get(id);
  if (feature) app.choose(feature);
};

start().catch((error) => {
  console.error(error);
  fill(document.body, el('p', { class: 'failure', role: 'alert' }, word('failed')));
});

// Puts the page together: release → panel and search, then what fills the map's frame. State lives in `app`; every text is made again on a change of language.
import './look.css';
import { openArchives } from './archive.js';
import { showBanners } from './banner.js';
import { Catalogue } from './catalogue.js';
import { showChoropleth } from './choropleth.js';
import { Data, extent } from './data.js';
import { detail } from './detail.js';
import { el, fill } from './dom.js';
import { startFilters } from './filtering.js';
import { infoButton, languageButton, themeButton } from './head_buttons.js';
import { Icons } from './icons.js';
import { fetchWindows } from './later.js';
import { legend } from './legend.js';
import { languageOfLink, readLink, writeLink } from './link.js';
import { inView, results, waiting } from './list.js';
import { overview } from './overview.js';
import { Panel } from './panel.js';
import { breathe } from './pause.js';
import { preparePrint } from './print.js';
import { loadRelease } from './release.js';
import { fillFrame } from './stage.js';
import { box, drawnBy, room } from './style.js';
import { Units } from './units.js';
import { watch } from './watch.js';
import { date, label, switchLanguage, word } from './words.js';

const narrow = matchMedia('(max-width: 719px)');
const app = { visible: new Set(), opened: new Set(), risk: true };

async function start() {
  app.release = await loadRelease();
  app.kept = app.release.kept;
  app.catalogue = new Catalogue(app.release.catalogue);
  app.catalogue.layers.forEach((layer) => app.visible.add(layer.name));
  app.tileLayers = drawnBy(app.release.style, app.catalogue);
  app.drawn = new Map(app.tileLayers);
  app.icons = new Icons(app.release);
  app.archives = openArchives(app.release);
  app.data = new Data(app.release, app.catalogue, app.archives.features);
  startFilters(app);
  languageOfLink();
  readLink(app);
  app.units = app.release.units && new Units(app.release.units);
  const [west, south, east, north] = app.release.tiles.bounds;
  app.home = [[west, south], [east, north]];
  app.panel = new Panel(app, { legend: showLegend, units: showUnits, list: showList });
  app.frame = document.getElementById('map');
  app.frame.after(app.panel.node);
  await breathe();
  render();
  watch(app);
  preparePrint(app);
  globalThis.addEventListener('hashchange', () => followLink());
  await breathe();
  fetchWindows();
  await fillFrame(app);
}

// The feature a link names; where it lies unless the link says what to look at.
app.openLinked = async (move = !app.placed) => {
  if (!app.at) return;
  const { layer, id } = app.at;
  if (!await app.loaded(app.data.loadLayer(layer))) return;
  const feature = app.data.byId.get(id);
  if (feature) app.choose(feature, move);
  else app.panel.tell(word('gone'));
};

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
  if (app.placed) app.openMap?.();
  if (app.at && app.at.id !== before) await app.openLinked();
}

function render() {
  document.title = word('title');
  const turn = () => {
    const { at } = app;
    switchLanguage();
    render();
    app.changed();
    app.at = at;
    app.openLinked(false);
  };
  fill(document.getElementById('head'),
    el('h1', {}, word('title')),
    el('p', { class: 'asof' }, `${word('asOf')} `, el('time', {}, date(app.release.pointer.as_of))),
    el('button', { type: 'button', class: 'home', onclick: () => app.map?.fitBounds(app.home, { padding: room(app.frame) }) }, word('home')),
    infoButton(app),
    themeButton(),
    languageButton(turn));
  showBanners(app, document.getElementById('notice'));
  app.panel.render();
  app.offer?.say();
  if (app.map) app.view.nameControls(app.map);
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
  app.picture?.again();
};

app.goToUnit = (unit, move = true) => {
  app.unit = unit.code;
  app.panel.open('units');
  app.panel.body.querySelector('h2')?.focus();
  if (move && unit.bounds) app.map?.fitBounds(box(unit.bounds), { padding: room(app.frame), maxZoom: 15 });
};

app.showRisk = (visible) => {
  showChoropleth(app, visible);
  app.changed();
};
app.changed = () => {
  writeLink(app);
  app.picture?.again();
};

// A dead line is told: above all else, or where the data would be.
app.loaded = (reading, say = (text) => app.panel.tell(text)) => reading.then(() => true, (error) => {
  console.warn(error);
  say(word('noData'));
  return false;
});
const listable = () => app.loaded(app.data.load(), (text) => fill(app.panel.body, el('p', { class: 'hint', role: 'alert' }, text)));

async function showList() {
  if (!app.data.features) waiting(app.panel.body);
  if (!await listable()) return;
  if (app.panel.current === 'list' && !app.panel.searching) fill(app.panel.body, inView(app));
}

app.search = async (text) => {
  if (!app.data.features) waiting(app.panel.body);
  if (!await listable()) return;
  const found = await app.data.find(text);
  if (app.panel.searching === text) fill(app.panel.body, results(app, found));
};

app.showLayer = (name, visible) => {
  if (visible) app.visible.add(name);
  else app.visible.delete(name);
  if (app.map) app.view.showLayer(app.map, app.drawn.get(name), visible);
  app.changed();
};

app.showLayers = (visible) => {
  app.catalogue.layers.forEach((layer) => app.showLayer(layer.name, visible));
  showLegend();
};

app.remember = (name, open) => (open ? app.opened.add(name) : app.opened.delete(name));

app.show = (layer, properties, point, hint) => {
  app.present(detail(app, layer, properties, point, hint), point, label(layer.title), { layer: layer.name, id: properties.id });
};

// A popup beside the place; on a phone the sheet, where there is room to read.
app.present = (content, place, title, at) => {
  app.left();
  app.at = at;
  app.changed();
  if (!app.map) {
    app.panel.detail(content, title);
  } else if (narrow.matches) {
    app.panel.detail(content, title);
    app.marker = app.view.markerAt(app.map, place);
    app.view.liftAbove(app.map, place, app.panel.node);
  } else {
    const before = document.activeElement;
    app.popup = app.view.popupAt(app.map, place, content);
    app.popup.on('close', () => {
      if (document.activeElement === document.body) back(before);
      app.left();
    });
  }
};

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
  if (app.map && move && !narrow.matches) app.view.goTo(app.map, extent(feature.geometry), feature.point);
  app.show(feature.layer, feature.properties, feature.point);
};

app.openReference = async (layer, id) => {
  const feature = await app.loaded(app.data.loadLayer(layer.name)) && app.data.byId.get(id);
  if (feature) app.choose(feature);
};

start().catch((error) => {
  console.error(error);
  fill(document.body, el('p', { class: 'failure', role: 'alert' }, word('failed')));
});

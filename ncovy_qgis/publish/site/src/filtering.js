// A change of the filter reaches map, counts, list, search and note alike.
import { filterNote } from './filter_box.js';
import { drawFiltered } from './filtered.js';
import { Filters } from './filters.js';
import { recount } from './legend.js';

export function startFilters(app) {
  app.filters = new Filters(app.catalogue);
  app.shows = (feature) => app.visible.has(feature.layer.name) && app.filters.passes(feature.layer, feature.properties);
  app.note = () => filterNote(app);

  app.filterChanged = async (layers) => {
    if (!await app.loaded(Promise.all(layers.map((layer) => app.data.loadLayer(layer.name))))) {
      layers.forEach((layer) => app.filters.chosen.delete(layer.name)); // of a link: what the map cannot follow the list does not either
      return;
    }
    layers.forEach((layer) => draw(app, layer));
    app.panel.renderNote();
    if (app.panel.current === 'legend' && !app.panel.searching) recount(app, app.panel.body);
    else app.panel.again();
    app.changed();
  };

  app.resetFilters = async () => {
    const layers = app.filters.active;
    app.filters.clear();
    await app.filterChanged(layers);
    app.panel.again();
  };

  app.showAll = async () => {
    app.catalogue.layers.forEach((layer) => app.showLayer(layer.name, true));
    await app.resetFilters();
  };
}

function draw(app, layer) {
  if (!app.map) return;
  const filtered = app.filters.chosen.has(layer.name);
  const features = filtered ? app.data.byLayer.get(layer.name).filter((one) => app.filters.passes(layer, one.properties)) : undefined;
  drawFiltered(app, layer, features);
}

// How many features there are while a filter is on: by layer, by commune.

const passing = (app, layer) => app.data.byLayer.get(layer.name)?.filter((feature) => app.filters.passes(layer, feature.properties)) ?? [];

// "3 / 59" while filtered.
export function layerCount(app, layer, number) {
  const all = number(app.release.manifest.counts[layer.name] ?? 0);
  return app.filters.chosen.has(layer.name) && app.data.byLayer.has(layer.name) ? `${number(passing(app, layer).length)} / ${all}` : all;
}

// Counts of each commune, and of what lies in none, as the filter leaves them.
export function unitCounts(app) {
  const { units, filters } = app;
  if (!filters.active.length) return { of: (unit) => unit.counts ?? {}, elsewhere: units.elsewhere };
  const names = new Set(filters.active.map((layer) => layer.name));
  const kept = (counts) => Object.fromEntries(Object.entries(counts ?? {}).filter(([name]) => !names.has(name)));
  const found = new Map(units.all.map((unit) => [unit.code, kept(unit.counts)]));
  const elsewhere = kept(units.elsewhere);
  filters.active.forEach((layer) => passing(app, layer).forEach(({ properties }) => {
    const unit = units.byCode.get(properties.commune_code);
    const counts = unit?.level === 3 && unit.name === properties.commune_name ? found.get(unit.code) : elsewhere;
    counts[layer.name] = (counts[layer.name] ?? 0) + 1;
  }));
  return { of: (unit) => found.get(unit.code), elsewhere };
}

// Which features of a layer are shown: by state, by kind. Nothing chosen means all. Search, list, counts and map follow it.
const PARTS = ['state', 'kind'];

export class Filters {
  constructor(catalogue) {
    this.catalogue = catalogue;
    this.chosen = new Map();
  }

  get active() {
    return this.catalogue.layers.filter((layer) => this.chosen.has(layer.name));
  }

  codes(layer, part) {
    return [...this.chosen.get(layer.name)?.[part] ?? []];
  }

  choose(layer, part, code, on) {
    const chosen = this.chosen.get(layer.name) ?? { state: new Set(), kind: new Set() };
    if (on) chosen[part].add(code);
    else chosen[part].delete(code);
    if (PARTS.some((one) => chosen[one].size)) this.chosen.set(layer.name, chosen);
    else this.chosen.delete(layer.name);
  }

  clear() {
    this.chosen.clear();
  }

  passes(layer, properties) {
    const chosen = this.chosen.get(layer.name);
    return !chosen || PARTS.every((part) => !chosen[part].size || chosen[part].has(properties[layer[`${part}_field`]]));
  }

  // state and kind of a layer with the values its features have, in the order of the catalogue
  choices(layer, features) {
    return PARTS.map((part) => {
      const field = this.catalogue.field(layer, layer[`${part}_field`]);
      const counts = new Map();
      features.forEach(({ properties }) => counts.set(properties[field?.name], (counts.get(properties[field?.name]) ?? 0) + 1));
      const values = (field && this.catalogue.lists[field.list]) || [];
      return { part, field, values: values.filter((value) => counts.has(value.code)).map((value) => ({ ...value, count: counts.get(value.code) })) };
    }).filter((choice) => choice.values.length);
  }

  // "pharmacy.state.open.limited~road_block.kind.gate", for a link; what this release does not know is left out.
  toText() {
    return this.active.flatMap((layer) => PARTS.filter((part) => this.codes(layer, part).length)
      .map((part) => [layer.name, part, ...this.codes(layer, part)].join('.'))).join('~');
  }

  fromText(text) {
    this.clear();
    text.split('~').forEach((one) => {
      const [name, part, ...codes] = one.split('.');
      const layer = this.catalogue.layer(name);
      const field = layer && PARTS.includes(part) && this.catalogue.field(layer, layer[`${part}_field`]);
      codes.filter((code) => field && this.catalogue.value(field.list, code)).forEach((code) => this.choose(layer, part, code, true));
    });
  }
}

// Questions to the public catalogue.

export class Catalogue {
  constructor(value) {
    this.layers = value.layers;
    this.lists = value.lists;
    this.byName = new Map(value.layers.map((layer) => [layer.name, layer]));
  }

  layer(name) {
    return this.byName.get(name);
  }

  field(layer, name) {
    return layer.fields.find((field) => field.name === name);
  }

  value(list, code) {
    return (this.lists[list] || []).find((value) => value.code === code);
  }

  state(layer, properties) {
    const field = this.field(layer, layer.state_field);
    return field && this.value(field.list, properties[layer.state_field]);
  }

  kind(layer, properties) {
    const field = this.field(layer, layer.kind_field);
    return field && this.value(field.list, properties[layer.kind_field]);
  }
}

// Administrative units with what each holds: the model behind the overview.

const COMMUNE = 3;
const add = (sums, counts) => Object.entries(counts).forEach(([layer, count]) => { sums[layer] = (sums[layer] ?? 0) + count; });

export class Units {
  constructor(value) {
    this.risk = value.risk;
    this.elsewhere = value.elsewhere;
    this.all = value.units;
    this.byCode = new Map(value.units.map((unit) => [unit.code, unit]));
    this.top = value.units[0];
    this.children = grouped(value.units);
  }

  below(unit) {
    return this.children.get(unit.code) ?? [];
  }

  coloured() {
    return this.all.filter((unit) => unit.risk);
  }

  // Layer → features in a unit and all below it, from the counts of communes.
  counts(unit, ofCommune) {
    const sums = {};
    if (unit.level === COMMUNE) add(sums, ofCommune(unit));
    this.below(unit).forEach((one) => add(sums, this.counts(one, ofCommune)));
    return sums;
  }

  path(unit) {
    const parent = this.byCode.get(unit.parent);
    return parent ? [...this.path(parent), unit] : [unit];
  }
}

function grouped(units) {
  const children = new Map();
  units.forEach((unit) => children.set(unit.parent, [...children.get(unit.parent) ?? [], unit]));
  return children;
}

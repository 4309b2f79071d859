// How far a feature is from a position, in metres, on a plane around that position: right to a few metres within a province.
const RADIUS = 6_371_008.8;
const radians = (degrees) => (degrees * Math.PI) / 180;

// To a point; to the nearest side of an area, 0 inside.
export function distance(position, geometry) {
  const local = plane(position);
  if (geometry.type === 'Point') return Math.hypot(...local(geometry.coordinates));
  const areas = geometry.coordinates.map((rings) => rings.map((ring) => ring.map(local)));
  if (areas.some((rings) => rings.filter(holds).length % 2)) return 0;
  return Math.min(...areas.flat().map(toRing));
}

function plane([longitude, latitude]) {
  const wide = Math.cos(radians(latitude));
  return ([x, y]) => [radians(x - longitude) * wide * RADIUS, radians(y - latitude) * RADIUS];
}

// Does a ring go around the origin?
function holds(ring) {
  return ring.slice(1).filter(([x, y], index) => {
    const [a, b] = ring[index];
    return (b > 0) !== (y > 0) && a - (b * (x - a)) / (y - b) > 0;
  }).length % 2 === 1;
}

function toRing(ring) {
  return ring.slice(1).reduce((least, [x, y], index) => {
    const [a, b] = ring[index];
    const [dx, dy] = [x - a, y - b];
    const along = Math.min(Math.max(-(a * dx + b * dy) / (dx * dx + dy * dy || 1), 0), 1);
    return Math.min(least, Math.hypot(a + along * dx, b + along * dy));
  }, Infinity);
}

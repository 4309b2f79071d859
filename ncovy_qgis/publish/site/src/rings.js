// Numbers that stand where districts lie, moved apart as far as is needed to read and to touch each.

export const SIZE = 28; // pixels from edge to edge, as in picture.css
const ROUNDS = 60;

// The same things with `at` changed; the order, and so the outcome, is always the same.
export function apart(things, size = SIZE) {
  const moved = things.map((thing) => ({ ...thing, at: [...thing.at] }));
  for (let round = 0; round < ROUNDS && step(moved, size); round += 1);
  return moved;
}

// Whether any two still had to move.
function step(things, size) {
  let found = false;
  things.forEach((one, index) => things.slice(index + 1).forEach((other) => {
    const [dx, dy] = [other.at[0] - one.at[0], other.at[1] - one.at[1]];
    const gap = Math.hypot(dx, dy);
    if (gap >= size) return;
    found = true;
    const [x, y] = gap ? [dx / gap, dy / gap] : [1, 0];
    const push = (size - gap) / 2 + 0.1;
    one.at = [one.at[0] - x * push, one.at[1] - y * push];
    other.at = [other.at[0] + x * push, other.at[1] + y * push];
  }));
  return found;
}

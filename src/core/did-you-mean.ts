/** ` Did you mean "a" or "b"?`, or nothing when no known name is near. To be put behind a message's full stop. */
export function didYouMean(wrong: string, known: Iterable<string>): string {
  const near = nearestNames(wrong, known).map((name) => `"${name}"`);
  if (near.length === 0) return '';
  const last = near.pop();
  return near.length === 0 ? ` Did you mean ${last}?` : ` Did you mean ${near.join(', ')} or ${last}?`;
}

const most = 3;

/** The known names that a misspelling may stand for, the nearest first. */
export function nearestNames(wrong: string, known: Iterable<string>): string[] {
  const typed = wrong.toLowerCase();
  const limit = Math.floor(typed.length * 0.4) + 1;
  return [...new Set(known)]
    .map((name) => ({ name, distance: editDistance(typed, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, most)
    .map(({ name }) => name);
}

/** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const costs = [row];
    for (let column = 1; column <= b.length; column++) costs.push(cost(a, b, row, column, [...rows, costs]));
    rows.push(costs);
  }
  return at(rows, a.length, b.length);
}

function cost(a: string, b: string, row: number, column: number, rows: number[][]): number {
  const replaced = at(rows, row - 1, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
  const best = Math.min(replaced, at(rows, row - 1, column) + 1, at(rows, row, column - 1) + 1);
  const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return isSwap ? Math.min(best, at(rows, row - 2, column - 2) + 1) : best;
}

function at(rows: number[][], row: number, column: number): number {
  return rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
}

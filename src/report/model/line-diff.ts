export interface DiffLine {
  readonly change: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** The work grows with the product of what is left of both texts; beyond this it is called a replacement. */
const mostCells = 4_000_000;

/** What turns one text into another, line by line. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before.split('\n');
  const b = after.split('\n');
  const head = commonLength(a, b);
  const tail = commonLength(a.slice(head).reverse(), b.slice(head).reverse());
  return [
    ...mark('same', a.slice(0, head)),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...mark('same', tail === 0 ? [] : a.slice(-tail)),
  ];
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function mark(change: DiffLine['change'], lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ change, text }));
}

function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length * b.length > mostCells) return [...mark('removed', a), ...mark('added', b)];
  const lengths = commonSubsequences(a, b);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const same = i < a.length && j < b.length && a[i] === b[j];
    const remove = !same && i < a.length && (j >= b.length || lengths(i + 1, j) >= lengths(i, j + 1));
    lines.push({ change: same ? 'same' : remove ? 'removed' : 'added', text: (remove || same ? a[i] : b[j]) ?? '' });
    if (same || remove) i += 1;
    if (!remove) j += 1;
  }
  return lines;
}

/** Length of the longest common subsequence of what follows line i and line j. */
function commonSubsequences(a: readonly string[], b: readonly string[]): (i: number, j: number) => number {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}

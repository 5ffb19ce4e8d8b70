/** Sequences that stand in publications and in manuals, in any order. */
const published: readonly (readonly [ports: readonly number[], where: string])[] = [
  [[7000, 8000, 9000], 'those of knockd’s own configuration'],
  [[888, 555, 222], 'those of MikroTik’s manual'],
  [[9000, 6000], 'those of MikroTik’s wiki'],
  [[1000, 1500, 3000, 4000], 'those of Husain et al. (2023)'],
  [[1337, 17954], 'those of Akbar’s Safe Haven'],
  [[2022, 9090, 4022], 'those of Boyadzhiev’s seminar (2022)'],
  [[62521, 9851, 29819], 'those of Boyadzhiev’s seminar (2022)'],
  [[1234, 8521], 'those of a knock client’s manual'],
];

/** Where everybody can find it, or by what rule it can be guessed; undefined: nothing is known of it. */
export function knownSequence(ports: readonly number[]): string | undefined {
  const sorted = ports.toSorted((a, b) => a - b);
  const found = published.find(([known]) => known.toSorted((a, b) => a - b).join() === sorted.join());
  if (found !== undefined) return found[1];
  if (ports.length < 2) return undefined;
  if (ports.every((port) => port % 1000 === 0)) return 'thousands, which are tried first';
  if (ports.length > 2 && new Set(sorted.slice(1).map((port, index) => port - (sorted[index] ?? 0))).size === 1)
    return 'ports in equal steps';
  return undefined;
}

const guessed: ReadonlySet<string> = new Set([
  'mikrotik',
  'routeros',
  'knock',
  'password',
  'secret',
  'admin',
  'open',
  'test',
]);

/** Of the slides: `ping -s 692`, `/ping size=1000`. */
const sizes: ReadonlySet<string> = new Set(['packet-size=720', 'packet-size=1000']);

/** By what a knock's data can be guessed; undefined: nothing is known of it. */
export function knownWord(data: string | undefined): string | undefined {
  if (data === undefined) return undefined;
  if (sizes.has(data)) return 'that of Boyadzhiev’s seminar (2022)';
  const word = /^content=(.*)$/.exec(data)?.[1]?.toLowerCase();
  const bare = word?.replace(/^get \//, '');
  return bare !== undefined && (guessed.has(bare) || bare.length < 4) ? 'a word that anybody would try' : undefined;
}

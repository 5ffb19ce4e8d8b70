import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// The README's table of systems, made from the result of a whole run:
//
//   npm run lab:all && node docs/systems.ts

const root = join(import.meta.dirname, '..');

interface Scenario {
  readonly id: string;
  readonly seed?: string;
  readonly status: string;
  readonly indicators?: readonly { readonly status: string }[];
  readonly resistance?: readonly { readonly system: string; readonly outcome: string; readonly inherent?: string }[];
}

const publications: readonly (readonly [seed: string, name: string])[] = [
  ['husain-2023', 'Husain et al. 2023: knocking with Telegram alerts'],
  ['akbar-mum', 'Akbar, MikroTik User Meeting: Safe Haven'],
  ['local-network-black-box', 'A study of a local network with black-box tests'],
  ['ventura-caeiro-2024', 'Ventura, Caeiro 2024: RouterOS beside other doors'],
  ['boyadzhiev-2022', 'Boyadzhiev 2022: the SoftUni seminar'],
  ['mikrotik-manual', 'MikroTik: manual and old wiki'],
];

/** A row for each publication. */
export function systemsTable(scenarios: readonly Scenario[]): string {
  const rows = publications.flatMap(([seed, name]) => {
    const own = scenarios.filter((scenario) => scenario.seed === seed);
    if (own.length === 0) return [];
    const claims = own.flatMap(({ indicators = [] }) => indicators.map(({ status }) => status));
    const hardened = own.filter(({ id }) => id.endsWith('/hardened'));
    const published = own.filter((scenario) => !hardened.includes(scenario));
    return `| ${name} | ${own.length} | ${claimsText(claims)} | ${holdsText(published)} | ${holdsText(hardened)} |`;
  });
  return [
    '| publication | scenarios | its claims | as published, holds against | hardened |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function claimsText(claims: readonly string[]): string {
  const kinds = ['reproduced', 'reproduced with a correction', 'not reproduced'];
  const counts = kinds.map((kind) => [kind, claims.filter((status) => status === kind).length] as const);
  return counts.flatMap(([kind, count]) => (count === 0 ? [] : `${count} ${kind}`)).join(', ') || '–';
}

/** Of the attacks that a packet filter can hold against, the best and the worst of the systems. */
function holdsText(scenarios: readonly Scenario[]): string {
  const bySystem = Map.groupBy(
    scenarios.flatMap(({ resistance = [] }) => resistance),
    ({ system }) => system,
  );
  const shares = [...bySystem.values()].map((all) => {
    const tried = all.filter(({ outcome, inherent }) => outcome !== 'not applicable' && inherent === undefined);
    return [tried.filter(({ outcome }) => outcome === 'holds').length, tried.length] as const;
  });
  if (shares.length === 0) return '–';
  const sorted = shares.toSorted(([a, ofA], [b, ofB]) => a / ofA - b / ofB).map(([held, of]) => `${held} of ${of}`);
  const [worst = '', best = worst] = [sorted[0], sorted.at(-1)];
  return worst === best ? worst : `${worst} to ${best}`;
}

const part = /(<!-- systems -->\n)[\s\S]*?(\n<!-- end of systems -->)/;

if (import.meta.main) {
  const [run = 'reports/latest'] = process.argv.slice(2);
  const { scenarios } = JSON.parse(readFileSync(join(run, 'results.json'), 'utf8')) as { scenarios: Scenario[] };
  const file = join(root, 'README.md');
  const readme = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    readme.replace(part, (_, begin: string, end: string) => `${begin}${systemsTable(scenarios)}${end}`),
  );
}

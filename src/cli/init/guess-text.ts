import type { Guess } from '../../analysis/init/make-project.ts';

/** The network that was guessed, a line for each side. */
export function guessText({ site, hosts, ros }: Guess): string {
  const rows = site.sides.map((side) => {
    const own = hosts.filter((host) => host.side === side).map(({ name }) => name);
    return [side.isOutside ? 'world' : 'local', side.interface, side.subnet, own.join(', ')];
  });
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map(
    (row) =>
      `  ${row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
  );
  return `  RouterOS ${ros}\n${lines.join('')}`;
}

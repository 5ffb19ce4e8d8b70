import type { Candidate, CandidateKind } from './completion.ts';

const colours: Readonly<Record<CandidateKind, number>> = { dir: 36, cmd: 35, arg: 32, value: 33 };

/** Candidates beside each other, as many as fit, in columns from top to bottom. */
export function candidateTable(
  candidates: readonly Candidate[],
  { columns, coloured }: { readonly columns: number; readonly coloured: boolean },
): string {
  const width = Math.max(0, ...candidates.map(({ text }) => text.length)) + 2;
  const across = Math.max(1, Math.floor(columns / width));
  const height = Math.ceil(candidates.length / across);
  const rows = Array.from({ length: height }, (_, row) => {
    const cells = candidates.filter((_candidate, index) => index % height === row);
    return cells.map((candidate, index) => cell(candidate, index === cells.length - 1 ? 0 : width, coloured)).join('');
  });
  return rows.map((row) => `${row}\n`).join('');
}

function cell({ text, kind }: Candidate, width: number, coloured: boolean): string {
  const shown = coloured ? `\x1b[${colours[kind]}m${text}\x1b[m` : text;
  return shown + ' '.repeat(Math.max(0, width - text.length));
}

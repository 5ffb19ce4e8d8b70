/** What is read of a report of mutants, which is in Stryker's form. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly ReportedMutant[] }>>;
}

interface ReportedMutant {
  readonly description: string;
  readonly status: string;
  readonly statusReason?: string;
  readonly coveredBy?: readonly string[];
}

const head = `# How much of each configuration its scenarios hold

Made by \`npm run lab:mutants\`: every rule of the configurations that the shipped scenarios bring, broken in every way ([mutate.md](mutate.md)). *Proved* mutants
are the same firewall and do not count; why one may survive stands beside the configuration, in \`NAME.survivors.yaml\`.

| configuration | mutants | noticed | survived | no coverage | proved | undecided | score | scenarios |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
`;

/** A row for each configuration, and what survived of it with the reason; of others, what an earlier page has said of them. */
export function scoresPage(reports: readonly Report[], earlier = ''): string {
  const files = reports
    .flatMap((report) => Object.entries(report.files))
    .filter(([, { mutants }]) => mutants.length > 0);
  const names = new Set(files.map(([name]) => shortName(name)));
  const kept = (line: RegExp): string[] => {
    return [...earlier.matchAll(line)].flatMap(([text, name = '']) => (names.has(name) ? [] : [text]));
  };
  const rows = [...kept(/^\| (\S+\.rsc) \|.*$/gm), ...files.map(([name, { mutants }]) => row(name, mutants))];
  const survivors = [
    ...kept(/^- (\S+\.rsc), .*$/gm),
    ...files.flatMap(([name, { mutants }]) => survivorLines(name, mutants)),
  ];
  const rest = survivors.length === 0 ? 'Nothing survived.' : survivors.toSorted().join('\n');
  return `${head}${rows.toSorted().join('\n')}\n\n## What survived, and why\n\n${rest}\n`;
}

function row(name: string, mutants: readonly ReportedMutant[]): string {
  const count = (...statuses: readonly string[]): number =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, survived, uncovered, proved] = ['Killed', 'Survived', 'NoCoverage', 'Ignored'].map((one) =>
    count(one),
  );
  const tried = count('Killed', 'Survived', 'NoCoverage');
  const score = tried === 0 ? '–' : `${((count('Killed') / tried) * 100).toFixed(1)} %`;
  const undecided = count('Timeout', 'RuntimeError', 'Pending');
  const scenarios = [...new Set(mutants.flatMap(({ coveredBy = [] }) => coveredBy))].toSorted();
  const cells = [mutants.length, killed, survived, uncovered, proved, undecided, score, scenarios.join(', ')];
  return `| ${shortName(name)} | ${cells.join(' | ')} |`;
}

function survivorLines(name: string, mutants: readonly ReportedMutant[]): string[] {
  return mutants
    .filter(({ status }) => status !== 'Killed' && status !== 'Ignored')
    .map(({ description, status, statusReason = 'not explained' }) => {
      const kind = status === 'Survived' ? '' : ` (${status})`;
      return `- ${shortName(name)}, \`${description}\`${kind}: ${statusReason}`;
    });
}

const shortName = (name: string): string => name.replace(/^lab\/router\//, '');

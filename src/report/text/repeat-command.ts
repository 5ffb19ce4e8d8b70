/** Options of `run` that are followed by a value of their own. */
const valued: ReadonlySet<string> = new Set([
  '--router',
  '--fabric',
  '--clock',
  '--ros',
  '--config',
  '--image',
  '--address',
  '--nic',
  '--ca',
  '--topology',
  '--workers',
  '--shard',
  '--gate',
  '--retries',
  '--reporter',
  '--out',
  '--name',
]);

/** A shard would leave out the very scenario that is to be repeated; nobody listens at the gate any more. */
const dropped: ReadonlySet<string> = new Set(['--shard', '--gate']);

/** The command of a run, narrowed to some of its scenarios: its filters replaced, its other options kept. */
export function repeatCommand(command: string, ...scenarios: readonly string[]): string {
  const words: readonly string[] = command.match(/(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/g) ?? [];
  const verb = words.indexOf('run');
  if (verb === -1) return `npx knocklab run ${scenarios.map(quote).join(' ')}`;
  const { filters, options } = takenApart(words.slice(verb + 1));
  const narrowed = new Set(scenarios.map((scenario) => fileOf(scenario, filters) ?? quote(scenario)));
  return [...words.slice(0, verb + 1), ...narrowed, ...options].join(' ');
}

function takenApart(words: readonly string[]): { filters: string[]; options: string[] } {
  const filters: string[] = [];
  const options: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) {
      filters.push(word);
      continue;
    }
    const option = [word, ...(valued.has(word) ? words.slice(index + 1, index + 2) : [])];
    index += option.length - 1;
    if (!dropped.has(word.split('=')[0] ?? '')) options.push(...option);
  }
  return { filters, options };
}

/** A scenario of a file that is none of the project's is found by that file alone, as it was given. */
function fileOf(scenario: string, filters: readonly string[]): string | undefined {
  return filters.find((filter) => {
    const name = /([^/]+?)(?:\.scenario)?\.(?:ts|ya?ml)$/.exec(filter)?.[1];
    return name !== undefined && !/(^|\/)scenarios\//.test(filter) && `${scenario}/`.startsWith(`${name}/`);
  });
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

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
  '--retries',
  '--reporter',
  '--out',
  '--name',
]);

/** A shard would leave out the very scenario that is to be repeated. */
const dropped: ReadonlySet<string> = new Set(['--shard']);

/** The command of a run, narrowed to one scenario: its filters replaced, its other options kept. */
export function repeatCommand(command: string, scenario: string): string {
  const words: readonly string[] = command.match(/(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/g) ?? [];
  const verb = words.indexOf('run');
  if (verb === -1) return `npx knocklab run ${quote(scenario)}`;
  return [...words.slice(0, verb + 1), quote(scenario), ...optionsOf(words.slice(verb + 1))].join(' ');
}

function optionsOf(words: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!word.startsWith('-')) continue;
    const option = [word, ...(valued.has(word) ? words.slice(index + 1, index + 2) : [])];
    index += option.length - 1;
    if (!dropped.has(word.split('=')[0] ?? '')) kept.push(...option);
  }
  return kept;
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

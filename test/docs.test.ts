import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { composeFile, helpText, madeDocuments, remade } from '../docs/generate.ts';
import { exitCodes } from '../src/core/errors.ts';
import { runCommand } from '../src/process/run-command.ts';
import { scheme3Run } from '../src/report/fixtures/scheme3-run.ts';
import { troubledRun } from '../src/report/fixtures/troubled-run.ts';
import { renderJson } from '../src/report/json.ts';
import { buildRunModel } from '../src/report/model.ts';
import { readYamlScenario } from '../src/scenario/yaml/read-yaml-scenario.ts';
import { shownBlocks } from './shown.ts';

const root = join(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const documents = globSync(['*.md', 'docs/**/*.md', 'bench/*.md'], { cwd: root }).toSorted();

interface Fence {
  readonly language: string;
  readonly text: string;
}

function fences(name: string): Fence[] {
  const found = read(name).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm);
  return [...found].map(([, language = '', text = '']) => ({ language, text }));
}

const snippets = (name: string, language: string): string[] =>
  fences(name)
    .filter((fence) => fence.language === language)
    .map(({ text }) => text);

/** The help of every command by its words: `''`, `run`, `clock advance`. */
async function everyHelp(words: readonly string[] = []): Promise<[string, string][]> {
  const help = await helpText(words);
  const [, list = ''] = help.split('\nCommands:\n');
  const below = [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
  const helps = await Promise.all(below.map((name) => everyHelp([...words, name])));
  return [[words.join(' '), help], ...helps.flat()];
}

let helps: ReadonlyMap<string, string>;

beforeAll(async () => {
  helps = new Map(await everyHelp());
});

test('docker-compose.lab.yml is what "npm run docs" makes of the paper\'s topology', async () => {
  expect(read('docker-compose.lab.yml')).toBe(await composeFile());
});

test.each(madeDocuments)('%s is what "npm run docs" makes of it', async (name) => {
  expect(read(name)).toBe(await remade(read(name)));
});

describe('docs/cli.md', () => {
  test('has the help of every command', () => {
    const shown = [...read('docs/cli.md').matchAll(/<!-- made: help ?(.*?) ?-->/g)].map(([, words = '']) => words);
    expect(shown.toSorted()).toEqual([...helps.keys()].toSorted());
  });

  test('has every exit code', () => {
    const shown = [...read('docs/cli.md').matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(shown).toEqual(Object.values(exitCodes));
  });
});

describe('each command', () => {
  /** Those that do something by themselves: `report open`, not `report`. */
  const commands = (): string[] => {
    const all = [...helps.keys()].filter((words) => words !== '');
    return all.filter((words) => !all.some((other) => other.startsWith(`${words} `)));
  };
  /** Output of it that is made by the program, or that a test compares. */
  const pagesOf = (command: string): string[] => [
    ...shownBlocks().flatMap(({ what, document }) => (what === command ? [document] : [])),
    ...madeDocuments.filter((name) => command === 'check' && read(name).includes('<!-- made: checked ')),
  ];

  test('has a page with real output of it, to which docs/cli.md and README.md lead', () => {
    expect(commands()).toContain('clock advance');
    const sections = read('docs/cli.md').split(/^(?=## )/m);
    const faults = commands().flatMap((command) => {
      const [page] = pagesOf(command);
      if (page === undefined) return [`${command}: no document shows what it prints`];
      const [word = ''] = command.split(' ');
      const section = sections.find((text) => text.startsWith(`## \`knocklab ${word}\``)) ?? '';
      const leads = (name: string, text: string): boolean =>
        [...text.matchAll(/\]\(([^)\s#]+)/g)].some(([, link = '']) => join(dirname(name), link) === page);
      return [
        ...(leads('docs/cli.md', section) ? [] : [`${command}: its section of docs/cli.md does not lead to ${page}`]),
        ...(leads('README.md', read('README.md')) ? [] : [`${command}: README.md does not lead to ${page}`]),
      ];
    });
    expect(faults).toEqual([]);
  });

  test('is shown by a test that compares what stands there', () => {
    expect(shownBlocks().length).toBeGreaterThan(20);
    const looks = ({ by, what }: { by: string; what: string }): boolean =>
      globSync(by, { cwd: root }).length === 1 &&
      ['expectShown', 'shownText'].some((name) => read(by).includes(`${name}(import.meta, '${what}'`));
    expect(shownBlocks().filter((block) => !looks(block))).toEqual([]);
  });
});

/** What is wrong in any document, behind its name. */
function faultsIn(find: (name: string) => readonly string[]): string[] {
  return documents.flatMap((name) => find(name).map((fault) => `${name}: ${fault}`));
}

test('every command and option that a document calls is there', () => {
  expect(documents.flatMap(commandLines).length).toBeGreaterThan(20);
  expect(faultsIn((name) => commandLines(name).flatMap((line) => commandFault(line) ?? []))).toEqual([]);
});

test.each(['rnu husain/scheme3', 'run --cofnig a.rsc', 'clock advance --all 1m'])(
  'a wrong call is noticed: %s',
  (line) => {
    expect(commandFault(line)).toContain('there is no');
  },
);

test('every npm script that a document calls is there', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
  const called = (name: string): string[] =>
    [...read(name).matchAll(/\bnpm run ([\w:]+)/g)].map(([, script = '']) => script);
  expect(documents.flatMap(called)).toContain('lab:scheme3');
  expect(faultsIn((name) => called(name).filter((script) => scripts[script] === undefined))).toEqual([]);
});

test('every link leads somewhere', () => {
  expect(documents.flatMap(localLinks)).toContain('docs/topology.md');
  expect(faultsIn((name) => localLinks(name).filter((link) => !leadsSomewhere(name, link)))).toEqual([]);
  expect(leadsSomewhere('docs/report.md', 'cli.md#exit-codes')).toBe(true);
  expect(leadsSomewhere('docs/report.md', 'cli.md#exit-code')).toBe(false);
  expect(leadsSomewhere('docs/report.md', 'docs/cli.md')).toBe(false);
});

/** The lines of code blocks that call knocklab, without what calls it. */
function commandLines(name: string): string[] {
  const call = /^(?:\$ )?(?:npx knocklab|node bin\/knocklab\.js|knocklab) (.*)$/gm;
  return fences(name).flatMap(({ text }) => [...text.matchAll(call)].map(([, line = '']) => line));
}

function commandFault(line: string): string | undefined {
  const [own = ''] = line.split(/ (?:--|#) /);
  const words = own.split(' ');
  const command = [words.slice(0, 2).join(' '), words[0] ?? ''].find((candidate) => helps.has(candidate));
  if (command === undefined) return words[0]?.startsWith('-') ? undefined : `there is no command: ${line}`;
  const unknown = words.filter((word) => word.startsWith('--')).find((word) => !helps.get(command)?.includes(word));
  return unknown === undefined ? undefined : `there is no ${unknown}: ${line}`;
}

function localLinks(name: string): string[] {
  const links = [...read(name).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^https?:/.test(link));
}

function leadsSomewhere(from: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const name = path === '' ? from : join(dirname(from), path);
  if (globSync(name, { cwd: root }).length === 0) return false;
  return heading === undefined || headings(read(name)).includes(heading);
}

/** As GitHub makes anchors of headings. */
function headings(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

test.each([
  ['docs/scenarios.md', 1],
  ['README.md', 1],
])('%s shows YAML scenarios that can be read', (name, least) => {
  const scenarios = snippets(name, 'yaml').filter((text) => text.startsWith('scenario:'));
  expect(scenarios.length).toBeGreaterThanOrEqual(least);
  for (const text of scenarios) expect(readYamlScenario({ name, text }).steps).not.toEqual([]);
});

test('docs/scenarios.md shows TypeScript scenarios that compile', async () => {
  const texts = snippets('docs/scenarios.md', 'ts');
  expect(texts.length).toBeGreaterThan(2);
  expect(await typeFaults(texts)).toBe('');
});

test('a snippet that does not compile is noticed', async () => {
  const [text = ''] = snippets('docs/scenarios.md', 'ts');
  expect(await typeFaults([text.replace('attacker.connect', 'attacker.conect')])).toContain("'conect' does not exist");
});

/** What the type checker says of files that lie as deep in the project as scenarios do. */
async function typeFaults(texts: readonly string[]): Promise<string> {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache', 'docs-'));
  try {
    for (const [index, text] of texts.entries()) writeFileSync(join(folder, `snippet${index}.scenario.ts`), text);
    writeFileSync(join(folder, 'tsconfig.json'), '{ "extends": "../../tsconfig.json", "include": ["*.ts"] }');
    return (await runCommand([join(root, 'node_modules', '.bin', 'tsc'), '-p', folder])).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('docs/report.md', () => {
  const inCode = (name: string): boolean =>
    new RegExp(`\`[^\`\\n]*\\b${name}\\b[^\`\\n]*\``).test(read('docs/report.md'));

  test('names every field of results.json', () => {
    const problems = ['the last line was cut'];
    const events = [...scheme3Run({ silentTelegram: true }), ...troubledRun()];
    const fields = fieldsOf(JSON.parse(renderJson(buildRunModel(events, problems))));
    expect(fields.size).toBeGreaterThan(20);
    expect([...fields].filter((field) => !inCode(field))).toEqual([]);
  });

  test('names every event of the trace', () => {
    const types = [...read('src/trace/events.ts').matchAll(/readonly type: '([a-z-]+)'/g)].map(([, type = '']) => type);
    expect(types).toContain('run-started');
    expect(types.filter((type) => !inCode(type))).toEqual([]);
  });

  test('shows a results.json with fields that there are, and its own version', () => {
    const [text = '{}'] = snippets('docs/report.md', 'json');
    const real = JSON.parse(renderJson(buildRunModel(scheme3Run({ silentTelegram: true }))));
    const shown = JSON.parse(text);
    const fields = fieldsOf(real);
    expect([...fieldsOf(shown)].filter((field) => !fields.has(field))).toEqual([]);
    expect(shown.version).toBe(real.version);
  });
});

function fieldsOf(value: unknown): Set<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return new Set([...own, ...Object.values(value).flatMap((child) => [...fieldsOf(child)])]);
}

test('docs/decisions/README.md lists every decision', () => {
  const files = globSync('docs/decisions/[0-9]*.md', { cwd: root }).map((file) => file.replace('docs/decisions/', ''));
  expect(localLinks('docs/decisions/README.md')).toEqual(files.toSorted());
});

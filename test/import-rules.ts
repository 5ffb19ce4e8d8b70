import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { parseAst } from 'vitest/node';

/** Source files by their path from the project's root: `src/core/errors.ts`. */
export type Sources = ReadonlyMap<string, string>;

interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly line: number;
  /** Gone when the program runs. */
  readonly isType: boolean;
}

/** The import and the file that it leads to. */
interface Link extends Import {
  readonly to: string;
}

type Right = string | { readonly types: string };

const types = (folder: string): Right => ({ types: folder });

/**
 * What each folder of src/ may import besides itself. The trace's event types are the words that probes and routers report
 * in; a lab's twin is started as a program, so nobody may import it but for the twin that stands alone.
 */
const rights: Readonly<Record<string, readonly Right[]>> = {
  core: [],
  routeros: ['core'],
  process: ['core'],
  telegram: ['core'],
  trace: ['core'],
  lab: ['core', 'process'],
  probes: ['core', 'process', types('lab'), types('trace')],
  router: ['core', 'routeros', 'process', 'lab', types('trace')],
  twin: ['core', 'routeros', 'process'],
  attacks: ['core', 'router', types('probes'), types('scenario'), types('trace')],
  scenario: ['core', 'lab', 'router', 'probes', 'telegram', 'trace', 'attacks'],
  report: ['core', 'trace'],
  // What runs in the reader's browser: of the report it knows the data that it is given.
  page: [types('report')],
  demo: ['core', 'scenario', 'trace'],
  conformance: ['core', 'routeros', 'lab', 'router', 'probes'],
  analysis: ['core', 'routeros', 'lab', 'probes', 'router', 'scenario', 'trace'],
  cli: [
    'demo',
    'core',
    'routeros',
    'process',
    'telegram',
    'trace',
    'lab',
    'probes',
    'router',
    'scenario',
    'report',
    'attacks',
    'conformance',
    'analysis',
  ],
};

/** Folders that do no input and no output, and so need nothing of Node. */
const pure: readonly string[] = ['core', 'routeros'];

const builtins = new Set(builtinModules);

/** Everything in the sources that breaks a rule, a sentence each. */
export function importFaults(sources: Sources): string[] {
  const imports = [...sources].flatMap(([file, text]) => importsOf(file, text));
  const links = imports
    .filter(({ specifier }) => specifier.startsWith('.') && !specifier.endsWith('.css'))
    .map((link) => ({ ...link, to: target(link) }));
  const inTests = testOnly(sources, links);
  return [
    ...imports.flatMap((one) => specifierFault(one, inTests.has(one.from)) ?? []),
    ...links.flatMap((link) => linkFault(link, sources, inTests) ?? []),
    ...cycles(links).map(
      (files) => `${files.join(' → ')}: an import cycle. Move what both need into a file of its own.`,
    ),
    ...[...sources].flatMap(([file, text]) => barrelFault(file, text) ?? []),
  ];
}

function specifierFault({ from, line, specifier, ...one }: Import, inTests: boolean): string | undefined {
  const place = `${from}:${line}`;
  const folder = folderOf(from);
  if (specifier.startsWith('.'))
    return /\.(?:tsx?|css)$/.test(specifier)
      ? undefined
      : `${place} imports "${specifier}": write the file's name to the end, with .ts.`;
  if (builtins.has(specifier)) return `${place} imports "${specifier}": write "node:${specifier}".`;
  if (!specifier.startsWith('node:') || inTests || one.isType || !pure.includes(folder)) return undefined;
  return `${place} imports "${specifier}": src/${folder} does no input and no output.`;
}

function linkFault(
  { from, line, to, isType }: Link,
  sources: Sources,
  inTests: ReadonlySet<string>,
): string | undefined {
  const place = `${from}:${line} imports ${to}`;
  const [own, other] = [folderOf(from), folderOf(to)];
  const fromTest = inTests.has(from);
  if (!to.startsWith('src/')) return fromTest ? undefined : `${place}: src/ imports nothing outside of itself.`;
  if (!sources.has(to)) return `${place}: there is no such file.`;
  if (inTests.has(to) && !fromTest) return `${place}: only tests import tests.`;
  if (own === other) return undefined;
  if (other === 'twin' && !standsAlone(from, to))
    return `${place}: nobody imports the twin; it is started as a program.`;
  if (other === 'twin') return undefined;
  const allowed = rights[own];
  if (allowed === undefined) return `${from}: src/${own} has no line in the table of test/import-rules.ts.`;
  if (allowed.includes(other) || comparesReach(from, to)) return undefined;
  const typesOnly = allowed.some((right) => typeof right === 'object' && right.types === other);
  // A probe's test needs a lab to probe.
  if (typesOnly && (isType || fromTest)) return undefined;
  return `${place}: src/${own} may import ${rightsText(allowed)}.`;
}

/** `knocklab twin` and `knocklab script` are the twin itself: a second program would only cost them time. */
function standsAlone(from: string, to: string): boolean {
  return from.startsWith('src/cli/stand-alone/') && to.startsWith('src/twin/stand-alone/');
}

/** What a scenario expects of who reaches what is measured as `knocklab snapshot` does it. */
function comparesReach(from: string, to: string): boolean {
  return from === 'src/scenario/reachability.ts' && to.startsWith('src/analysis/reach/');
}

function rightsText(allowed: readonly Right[]): string {
  if (allowed.length === 0) return 'no other folder';
  return allowed.map((right) => (typeof right === 'string' ? right : `types of ${right.types}`)).join(', ');
}

/** `src/core/errors.ts` → `core` */
function folderOf(file: string): string {
  return file.split('/')[1] ?? '';
}

function target({ from, specifier }: Import): string {
  return posix.join(posix.dirname(from), specifier);
}

/** Tests, and what is imported by tests alone. */
function testOnly(sources: Sources, links: readonly Link[]): ReadonlySet<string> {
  const importers = Map.groupBy(links, ({ to }) => to);
  const found = new Set([...sources.keys()].filter((file) => file.endsWith('.test.ts')));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const [file, by] of importers) if (by.every(({ from }) => found.has(from) && from !== file)) found.add(file);
  }
  return found;
}

/** Of files that load each other when the program runs; imports of types are gone by then. */
function cycles(links: readonly Link[]): string[][] {
  const next = Map.groupBy(
    links.filter(({ isType }) => !isType),
    ({ from }) => from,
  );
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return found;
}

function langOf(file: string): 'ts' | 'tsx' {
  return file.endsWith('x') ? 'tsx' : 'ts';
}

/** A barrel only hands on what other files define. */
function barrelFault(file: string, text: string): string | undefined {
  if (posix.basename(file) === 'index.ts') return `${file}: no index files; name it for what it defines.`;
  const { body } = parseAst(text, { lang: langOf(file) });
  const own = body.filter(({ type }) => type !== 'ImportDeclaration');
  if (own.length === 0) return undefined;
  const handsOn = own.every((node) => {
    if (node.type === 'ExportAllDeclaration') return true;
    return node.type === 'ExportNamedDeclaration' && node.declaration === null;
  });
  return handsOn ? `${file}: only hands on what other files define. Import the file that defines the name.` : undefined;
}

function importsOf(file: string, text: string): Import[] {
  return [...nodesOf(parseAst(text, { lang: langOf(file) }))].flatMap((node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return [];
    const line = text.slice(0, node.start).split('\n').length;
    return [{ from: file, specifier, line, isType: isTypeImport(node) }];
  });
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly source?: unknown;
  readonly importKind?: unknown;
  readonly exportKind?: unknown;
}

const importing: readonly string[] = [
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
];

function specifierOf({ type, source }: Node): string | undefined {
  if (!importing.includes(type) || typeof source !== 'object' || source === null) return undefined;
  return 'value' in source && typeof source.value === 'string' ? source.value : undefined;
}

function isTypeImport({ type, importKind, exportKind }: Node): boolean {
  return type === 'TSImportType' || importKind === 'type' || exportKind === 'type';
}

function* nodesOf(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) yield value;
  for (const child of Object.values(value)) yield* nodesOf(child);
}

function isNode(value: object): value is Node {
  return 'type' in value && typeof value.type === 'string' && 'start' in value && typeof value.start === 'number';
}

import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, onTestFinished, test } from 'vitest';
import { measured } from './figures.ts';
import { endOf, type House, knocklabProgram, openHouse, projectFolder } from './house.ts';

// A configuration may be a stranger's. It can stop its own import, and nothing else: it is answered in bounded time with what
// it did, asks nobody, writes nowhere, and what it says is shown as text by whoever shows it.

const bombs: readonly [what: string, text: string, says: string][] = [
  ['an endless loop', ':while (true) do={}', 'script stopped after 20000000 steps'],
  ['a recursion without end', ':global f do={ :global f; $f }\n:global f\n$f', 'more than 200 calls inside each other'],
  ['a text that doubles', ':local s "x"\n:while (true) do={ :set s ($s . $s) }', 'script stopped: text longer'],
  ['100,000 brackets', `:put ${'('.repeat(100_000)}1${')'.repeat(100_000)}`, 'brackets nested too deep'],
  ['100,000 commands inside each other', `:put ${'['.repeat(100_000)}`, 'brackets nested too deep'],
  ['100,000 blocks inside each other', '{'.repeat(100_000), 'brackets nested too deep'],
  ['a text of 50 MB', `:put "${'A'.repeat(50_000_000)}"`, 'a configuration has at most 16 MB'],
  ['an array of itself', ':local a {1}\n:while (true) do={ :set a ($a , $a) }', 'script stopped'],
  ['a pattern that never ends', `:put ("${'a'.repeat(5000)}!" ~ "^(a+)+$")\nnonsense`, 'bad command name nonsense'],
];

async function houseWith(text: string): Promise<House> {
  const house = await openHouse({ disks: { '/srv': '300m' } });
  writeFileSync(house.path('/srv/hostile.rsc'), text);
  return house;
}

const inLab = ['run', 'examples/small-office', '--config', '/srv/hostile.rsc', '--out', '/srv/out'];
const boundMs = 180_000;

describe('A hostile configuration', () => {
  test.for(bombs)('%s, in a lab', async ([, text, says], { task }) => {
    await using house = await houseWith(text);
    const startedAt = performance.now();
    const { exitCode, stdout, stderr } = await house.knocklab(...inLab);
    const tookMs = Math.round(performance.now() - startedAt);
    expect(`${stdout}${stderr}`.replaceAll(/\s+/g, ' ')).toContain(says);
    expect(exitCode).toBe(2);
    expect(stdout.length).toBeLessThan(5000);
    expect(tookMs).toBeLessThan(boundMs);
    expect(house.left().filter((name) => !name.startsWith('/srv/'))).toEqual([]);
    measured(task.meta, `exit code 2, “${says}”, after ${(tookMs / 1000).toFixed(1)} s`);
  });

  test('asks nobody of the machine, in a lab and without one', async ({ task }) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('secret');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const wanted = [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `[::1]:${port}`,
      '169.254.169.254',
      '10.0.0.1',
      '0.0.0.0',
    ];
    const urls = [
      ...wanted.map((place) => `http://${place}/latest`),
      'file:///etc/passwd',
      `ftp://127.0.0.1:${port}/x`,
    ];
    const lines = urls.map(
      (url) => `:onerror e in={ /tool fetch url="${url}" output=file dst-path=got } do={ :log info $e }`,
    );
    await using house = await houseWith(`${office}${lines.join('\n')}\n:put [:len [/file find name=got]]\n`);
    expect((await fetch(`http://127.0.0.1:${port}/canary`)).status).toBe(200);
    const alone = await house.knocklab('script', '/srv/hostile.rsc');
    expect(alone.stdout.trimEnd().split('\n').at(-1)).toBe('0');
    expect(await house.knocklab(...inLab)).toMatchObject({ exitCode: 0 });
    expect(asked).toEqual(['/canary']);
    measured(
      task.meta,
      `${urls.length} URLs (loopback, metadata, files), ${asked.length - 1} requests to this machine`,
    );
  });

  test('reads and writes no file of the machine', async ({ task }) => {
    const up = '../'.repeat(12);
    const names = [`${up}srv/evil`, '/srv/evil', `flash/${up}srv/evil`, `${up}proc/self/root/srv/evil`];
    const deeds = names.flatMap((name) => [
      `/file add name="${name}.txt" contents="x"`,
      `/export file="${name}"`,
      `/system backup save name="${name}"`,
      `/tool fetch url="http://127.0.0.1/" dst-path="${name}"`,
    ]);
    const reads = [`/import file-name="${up}srv/secret"`, `:put [/file get "${up}srv/secret" contents]`];
    const lines = [...deeds, ...reads].map((deed) => `:onerror e in={ ${deed} } do={ :put $e }`);
    await using house = await houseWith(`${office}${lines.join('\n')}\n`);
    writeFileSync(house.path('/srv/secret'), ':put "the machine\'s own secret"');
    const alone = await house.knocklab('script', '/srv/hostile.rsc');
    const lab = await house.knocklab(...inLab);
    expect(lab.exitCode).toBe(0);
    expect(readdirSync(house.path('/srv')).toSorted()).toEqual(['hostile.rsc', 'out', 'secret']);
    expect(house.left().filter((name) => !name.startsWith('/srv/'))).toEqual([]);
    expect(`${alone.stdout}${everyReport(house)}`).not.toContain("the machine's own secret\n");
    measured(
      task.meta,
      `${deeds.length} writes and ${reads.length} readings outside of the router's own files: none came through`,
    );
  });

  test('what it says is shown as text, wherever it is shown', async ({ task }) => {
    await using house = await houseWith(venomousOffice);
    writeFileSync(
      house.path('/srv/broken.rsc'),
      `:put "\u001b[31mpwned"\n/ip firewall filter add comment="\u001b]0;pwned\u0007" nonsense=1\n`,
    );
    const { exitCode, stdout, stderr } = await house.knocklabWith(
      { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/srv/job.md' },
      ...inLab,
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain('pwned');
    expect(`${stdout}${stderr}`).not.toMatch(controls);
    expect(commandsTo(stdout)).toSatisfy((lines: string[]) => lines.every((line) => ownAnnotation.test(line)));
    const shown = ['index.html', 'summary.md', 'junit.xml', 'results.sarif', 'results.json'];
    const read = (name: string): string => readFileSync(house.path(`/srv/out/latest/${name}`), 'utf8');
    for (const name of shown) expect(read(name), name).not.toMatch(controls);
    expect(read('index.html')).toContain('&lt;script&gt;pwned');
    expect(read('index.html')).not.toMatch(/<script>pwned|<img src=x/);
    expect(read('summary.md')).not.toMatch(/^(?:#+ pwned|::error|<)/m);
    expect(XMLValidator.validate(read('junit.xml'))).toBe(true);
    for (const command of ['parse', 'script', 'check']) {
      const onTerminal = `${process.execPath} ${knocklabProgram} ${command} /srv/broken.rsc`;
      const { stdout: seen } = await endOf(house.start(['script', '-qec', onTerminal, '/srv/typescript']));
      expect(seen.replaceAll('\r\n', '\n'), command).not.toMatch(controls);
    }
    measured(
      task.meta,
      `escapes, markup, Markdown and commands to GitHub in comments and prefixes: text in ${shown.length} reports and on the terminal`,
    );
  });
});

const office = readFileSync(join(projectFolder, 'lab/router/examples/small-office.rsc'), 'utf8');
/** What a terminal obeys. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f\u009b\u202e]/;
/** As RouterOS writes it: ESC, BEL, line feed, quotes. */
const venom =
  '\\1B]0;pwned\\07\\1B[2J\\1B[31m<script>pwned()</script><img src=x onerror=pwned()>\\r\\n::error file=a,line=1::pwned\\n# pwned\\n```\\n| pwned |\\n##[error]pwned ]]>--><!-- \\E2\\80\\AE';
/** The world reaches ssh: the first step fails, and shows the rules, their comments and the log. */
const venomousOffice = office
  .replace('comment="drop all not coming from LAN"', `comment="${venom}"`)
  .replace('log-prefix=closed', `log-prefix="${venom.slice(0, 60).replace(/\\\\?[0-9A-F]?$/, '')}"`)
  .replace(
    '/ip firewall nat',
    `add action=accept chain=input comment="${venom}" place-before=0 protocol=tcp dst-port=22 log=yes log-prefix="<script>pwned()"\n/ip firewall nat`,
  );

const ownAnnotation =
  /^::(?:stop-commands::knocklab-[\w-]+|knocklab-[\w-]+::|(?:error|warning) (?:file=[^,]*,line=\d+,)?title=[^:]*::.*)$/;

/** What GitHub's runner takes for commands: lines that begin so, but for those between a stop and its end. */
function commandsTo(stdout: string): string[] {
  const lines: string[] = [];
  let stopped: string | undefined;
  for (const line of stdout.split('\n')) {
    const token = /^::stop-commands::(.*)$/.exec(line)?.[1];
    if (stopped === undefined && (/^\s*::/.test(line) || line.includes('##['))) lines.push(line);
    if (token !== undefined && stopped === undefined) stopped = token;
    else if (stopped !== undefined && line === `::${stopped}::`) stopped = undefined;
  }
  return lines;
}

function everyReport(house: House): string {
  const folder = house.path('/srv/out/latest');
  return ['index.html', 'summary.md', 'results.json']
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

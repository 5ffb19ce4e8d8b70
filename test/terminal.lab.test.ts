import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import headless from '@xterm/headless';
import { expect, onTestFinished, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';

const firewall = '/ip address\nadd address=198.51.100.1/24 interface=ether1\n';

function projectWith(names: readonly string[]): Project {
  const project = createProject();
  onTestFinished(() => project[Symbol.dispose]());
  project.write('fw.rsc', firewall);
  for (const name of names) {
    const steps = [
      '  - title: the door is open\n    scan: { from: attacker, to: router, tcp: [22], expect: open }',
      `  - title: somebody waits\n    run: { on: attacker, command: [sleep, '1.5'] }`,
      ...(name === 'bad' ? ['  - scan: { from: attacker, to: router, tcp: [22], expect: filtered }'] : []),
    ];
    project.write(
      `scenarios/${name}.yaml`,
      `scenario: ${name}\ntopology: small\nrouter: fw.rsc\nsteps:\n${steps.join('\n')}\n`,
    );
  }
  return project;
}

interface Seen {
  /** What stood on the screen after each drawing. */
  readonly screens: readonly string[];
  /** What scrolling back shows in the end. */
  readonly all: string;
  readonly exitCode: number | null;
}

/** Runs knocklab on a terminal of 30 lines, as somebody sees it who sits there. */
async function onTerminal({ folder }: Project, env: NodeJS.ProcessEnv, ...argv: string[]): Promise<Seen> {
  const [columns, rows] = [100, 30];
  const terminal = new headless.Terminal({ cols: columns, rows, convertEol: false, allowProposedApi: true });
  const command = `stty cols ${columns} rows ${rows}; exec "$KNOCKLAB_NODE" "$KNOCKLAB_BIN" ${argv.join(' ')}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: folder,
    env: {
      ...process.env,
      CI: '',
      TERM: 'xterm-256color',
      KNOCKLAB_NODE: process.execPath,
      KNOCKLAB_BIN: `${import.meta.dirname}/../bin/knocklab.js`,
      KNOCKLAB_NO_INSTALL: '1',
      KNOCKLAB_TEST_PROJECT: folder,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = (from: number): string =>
    Array.from({ length: terminal.buffer.active.length - from }, (_none, index) => {
      return terminal.buffer.active.getLine(from + index)?.translateToString(true) ?? '';
    }).join('\n');
  const screens: string[] = [];
  for await (const bytes of child.stdout) {
    await new Promise<void>((written) => terminal.write(bytes, written));
    screens.push(lines(terminal.buffer.active.baseY));
  }
  const [exitCode] = await ended;
  return { screens, all: lines(0), exitCode };
}

test('a terminal shows scenarios side by side, and keeps each in one piece', async () => {
  const project = projectWith(['bad', 'good']);
  const { screens, all, exitCode } = await onTerminal(project, {}, 'run', '--workers', '2');
  const both = screens.filter((screen) => (screen.match(/[⠋-⠿] {2}2 somebody waits/g) ?? []).length === 2);
  expect(both.length).toBeGreaterThan(3);
  expect(both.at(-1)).toMatch(/✔ {2}1 the door is open \d+ ms\n.*2 somebody waits 1 s\n/);
  expect(both.at(-1)).toMatch(/2 scenarios under way · 2 steps: 2 passed · \d+ s/);
  expect(all).toMatch(/\ngood\n {2}lab ready.*\n {2}✔ {2}1 the door is open.*\n {2}✔ {2}2 somebody waits 1\.\d+ s\n/);
  // Nothing of what was redrawn is left over.
  expect(all.match(/the door is open/g)).toHaveLength(2);
  expect(all).not.toMatch(/[⠋-⠿]|under way/);
  expect(all).toContain('\nrepeat   knocklab run bad --workers 2\nreport   reports/');
  expect(exitCode).toBe(1);
});

test.each([
  ['in CI', { CI: 'true' }, []],
  ['when lines are asked for', {}, ['--reporter', 'lines']],
])('a terminal gets plain lines %s', async (_, env, options) => {
  const project = projectWith([]);
  project.write('scenarios/broken.yaml', 'scenario: no steps');
  const { screens, all, exitCode } = await onTerminal(project, env, 'run', ...options);
  expect(screens.join('')).not.toMatch(/[⠋-⠿]|\d over:/);
  expect(all).toContain('✖ the scenario stopped');
  expect(exitCode).toBe(2);
});

test('a file with several scenarios repeats only the one that failed', async () => {
  const project = projectWith([]);
  const one = (title: string, states: string): string => `
scenario<'attacker' | 'client'>('${title}', { about: 'A', topology: 'small', router: 'fw.rsc' }, async (context) => {
  const { attacker, router, step } = context;
  await step('22', async () => expect(await attacker.scan(router, [22])).toShow(${states}));
});`;
  project.write(
    'scenarios/doors.scenario.ts',
    `import { expect, scenario } from 'knocklab';${one('The open one', '{ open: [22] }')}${one('The shut one', '{ filtered: [22] }')}`,
  );
  const { stdout } = await project.knocklab('run');
  const repeat = /^repeat {3}knocklab (.*)$/m.exec(stdout)?.[1];
  expect(repeat).toBe('run doors/the-shut-one');
  const again = await project.knocklab(...(repeat?.split(' ') ?? []));
  expect(again.stdout).toContain('1 scenario: 1 failed');
  const unknown = await project.knocklab('run', 'doors/the-shot-one');
  expect(unknown.stdout).toContain('Did you mean "doors/the-shut-one"');
  expect(unknown.exitCode).toBe(2);
});

test('--pdf leaves the report on paper as well, and is refused before the run where nothing can print', async () => {
  const project = projectWith([]);
  project.write('scenarios/broken.yaml', 'scenario: no steps');
  const { stdout, exitCode } = await project.knocklab('run', '--pdf');
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^pdf {6}reports\/\S+\/index\.pdf$/m);
  const pdf = readFileSync(join(project.folder, 'reports', 'latest', 'index.pdf'));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  rmSync(join(project.folder, 'reports'), { recursive: true });
  const refused = await project.without('chromium').knocklab('run', '--pdf');
  expect(refused.stderr).toContain('There is no Chromium to print with');
  expect(refused.exitCode).toBe(3);
  expect(existsSync(join(project.folder, 'reports'))).toBe(false);
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { changed, putTogether, swapped, takeApart, without } from './filter-rules.ts';

// Scheme 3 is run on wrong firewalls: whatever changes behaviour must make a step fail, with what was expected and seen.

const published = takeApart(readFileSync('lab/router/husain/scheme3.rsc', 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'knocklab-mutants-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly exitCode: number | null;
  readonly failed: { readonly title: string; readonly expected: string; readonly observed: string } | undefined;
  readonly output: string;
}

async function runOn(name: string, configuration: string): Promise<Outcome> {
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.rsc`);
  writeFileSync(file, configuration);
  const out = `${file}.reports`;
  const argv = ['bin/knocklab.js', 'run', 'husain/scheme3', '--bail', '--config', file, '--out', out];
  const { exitCode = null, all } = await execa(process.execPath, argv, {
    all: true,
    reject: false,
    env: { NO_COLOR: '1' },
  });
  const results = JSON.parse(readFileSync(join(out, 'latest', 'results.json'), 'utf8')) as {
    scenarios: { steps: { title: string; status: string; expected?: string; observed?: string }[] }[];
  };
  const step = results.scenarios[0]?.steps.find(({ status }) => status === 'failed');
  const failed =
    step === undefined
      ? undefined
      : { title: step.title, expected: step.expected ?? '', observed: step.observed ?? '' };
  return { exitCode, failed, output: all };
}

/** Runs on two firewalls at a time: as many as a small CI machine has cores. */
const mutants = describe.concurrent;

const removals = published.rules.map(
  (rule, index) => [index, /comment="?([^"=]+?)"? [a-z-]+=/.exec(rule)?.[1] ?? ''] as const,
);
const timeouts = published.rules.flatMap((rule, index) => (rule.includes('address-list-timeout=') ? [index] : []));

mutants('scheme 3 notices', () => {
  test.each(removals)('that rule %i (%s) is missing', async (index) => {
    await expectNoticed(`missing ${index}`, putTogether(without(published, index)));
  });

  test.each(timeouts)('that the list of rule %i never expires', async (index) => {
    await expectNoticed(
      `timeout ${index}`,
      putTogether(changed(published, index, /address-list-timeout=\w+/, 'address-list-timeout=0s')),
    );
  });

  test.each([
    [9, 11, 'the accept for the authenticated below the drop, forward'],
    [10, 12, 'the accept for the authenticated below the drop, input'],
  ])('rules %i and %i swapped: %s', async (first, second) => {
    await expectNoticed(`swapped ${first} ${second}`, putTogether(swapped(published, first, second)));
  });

  test.each(['aman', 'tidakaman'])('a wrong chat id in the script %s', async (script) => {
    const at = published.tail.indexOf(`name=${script} owner`);
    const tail = published.tail.slice(0, at) + published.tail.slice(at).replace('-1001949507985', '-1001545507585');
    await expectNoticed(`chat ${script}`, putTogether({ ...published, tail }));
  });

  test.each([
    ['a stage of 30 minutes', 2, '30s', '30m'],
    ['the trap on another port', 8, '5000', '5001'],
    ['a trap that does not log', 8, 'log=yes', 'log=no'],
    ['an accept that does not log', 10, 'log=yes', 'log=no'],
    ['a drop that forgets Winbox', 12, ',8291', ''],
    ['a drop in the wrong chain', 12, 'chain=input', 'chain=forward'],
    ['a stage that wants no predecessor', 4, ' src-address-list=knock_ports2', ''],
    ['a drop that is disabled', 11, 'action=drop', 'action=drop disabled=yes'],
  ] as const)('%s', async (name, index, from, to) => {
    await expectNoticed(name, putTogether(changed(published, index, from, to)));
  });
});

mutants('scheme 3 passes when nothing changes for a packet:', () => {
  test.each([
    ['the published rules, put together again', published],
    ['two stages of different ladders swapped', swapped(published, 0, 1)],
    ['two stages of one ladder swapped: no packet meets both', swapped(published, 0, 2)],
    ['the trap first', swapped(published, 0, 8)],
  ])('%s', async (name, configuration) => {
    const { exitCode, output } = await runOn(name, putTogether(configuration));
    expect(output).toContain('1 passed');
    expect(exitCode).toBe(0);
  });
});

async function expectNoticed(name: string, configuration: string): Promise<void> {
  const { exitCode, failed, output } = await runOn(name, configuration);
  expect(failed, output).toBeDefined();
  expect(failed?.expected).not.toBe('');
  expect(failed?.observed).not.toBe('');
  expect(failed?.expected).not.toBe(failed?.observed);
  expect(exitCode).toBe(1);
}

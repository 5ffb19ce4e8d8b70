import { describe, expect, test } from 'vitest';
import { servedTwin } from '../fixtures/served-twin.ts';
import { twinOnPaper } from '../fixtures/twin-on-paper.ts';

/** A configuration with the lines below it, and what is exported at the end, without its head. */
async function exportedAfter(setup: string, ...lines: readonly string[]): Promise<string> {
  const { run } = await servedTwin('7', setup);
  for (const line of lines) await run(line);
  return (await run('/export show-sensitive')).replace(/^#.*\n/gm, '');
}

const setup = `/interface bridge add name=lan
/interface bridge port add bridge=lan interface=ether2
/ip firewall filter
add chain=input action=accept comment=a
add chain=input action=drop comment=b
add chain=input action=drop comment=c
/ip firewall address-list add list=x address=192.0.2.1
/ip address add address=192.0.2.1/24 interface=lan
`;

const commands = [
  ['add', '/ip firewall filter add chain=forward action=drop'],
  ['add before another', '/ip firewall filter add chain=forward action=drop place-before=0'],
  ['set', '/ip firewall filter set 1 src-address=192.0.2.7 comment="other"'],
  ['unset', '/ip firewall filter unset 1 comment'],
  ['disable', '/ip firewall filter disable 0,2'],
  ['remove of one in the middle', '/ip firewall filter remove 1'],
  ['remove of all', '/ip firewall filter remove [find]'],
  ['move', '/ip firewall filter move 2 0'],
  ['settings', '/system identity set name=other'],
  ['a new name that others are called by', '/interface bridge set lan name=office'],
  ['remove of what others name', '/interface bridge remove lan'],
  ['an entry that goes', '/ip firewall address-list remove [find list=x]'],
] as const;

describe.each(commands)('%s', (_what, command) => {
  test('is undone, and done again', async () => {
    const before = await exportedAfter(setup);
    const after = await exportedAfter(setup, command);
    expect(after).not.toBe(before);
    expect(await exportedAfter(setup, command, '/undo')).toBe(before);
    expect(await exportedAfter(setup, command, '/undo', '/redo')).toBe(after);
  });
});

test('everything is undone step by step', async () => {
  const { run } = await servedTwin();
  const empty = await run('/export');
  await run(setup);
  const steps = Number(await run('/system history print count-only'));
  expect(steps).toBe(7);
  for (let step = 0; step < steps; step += 1) await run('/undo');
  expect((await run('/export')).replace(/^#.*\n/gm, '')).toBe(empty.replace(/^#.*\n/gm, ''));
  await expect(run('/undo')).rejects.toThrow('nothing to undo');
});

test('what was undone cannot be done again once something else is done', async () => {
  const { run } = await servedTwin('7', '/system identity set name=a');
  await run('/undo; /system identity set name=b');
  await expect(run('/redo')).rejects.toThrow('nothing to redo');
});

test('what fails changes no history, and no more than a hundred actions are kept', async () => {
  const { run } = await servedTwin();
  await run('/ip address add address=nonsense interface=ether1').catch(() => undefined);
  expect(await run('/system history print count-only')).toBe('0\n');
  await run(':for i from=1 to=120 do={/system identity set name="n$i"}');
  expect(await run('/system history print count-only')).toBe('100\n');
});

test('an entry with a timeout is no change of the configuration', async () => {
  const { run } = await servedTwin('7', '/ip firewall address-list add list=x address=192.0.2.1 timeout=1h');
  expect(await run('/system history print count-only')).toBe('0\n');
});

describe('/system history print', () => {
  test.each([
    ['7', 'Flags: U - UNDOABLE, R - REDOABLE\nColumns: ACTION, BY, POLICY\n  ACTION             BY     POLICY\n'],
    ['6.49', 'Flags: U - undoable, R - redoable, F - floating-undo \n'],
  ])('of %s has no numbers, and the last first', async (ros, head) => {
    const { run } = await servedTwin(
      ros,
      '/ip firewall filter add chain=input action=drop\n/system identity set name=x',
    );
    await run('/undo');
    const printed = await run('/system history print');
    expect(printed.startsWith(head)).toBe(true);
    expect(
      printed
        .replace(head, '')
        .match(/^.*(?:R|U) .*$/gm)
        ?.map((line) => line.trim().split(/ {2,}/)[0]),
    ).toEqual(ros === '7' ? ['R item changed', 'U filter rule added'] : expect.anything());
  });

  test('tells in detail which commands it would give', async () => {
    const { run } = await servedTwin('7', '/ip firewall filter add chain=input action=drop');
    const printed = await run('/system history print detail');
    expect(printed).toMatch(
      /\n U redo=\/ip firewall filter add action=drop chain=input \n {3}undo=\/ip firewall filter remove \*1 action="filter rule added" by="admin" \n {3}policy=write time=/,
    );
  });
});

test('nobody may undo without the policy to write', async () => {
  const twin = twinOnPaper();
  const context = { user: 'reader', policies: new Set(['read'] as const), signal: twin.neverAborted };
  const line = twin.scripts.runText({ name: 'test', text: '/undo' }, { ...context, print: () => undefined });
  await expect(line).rejects.toThrow('not enough permissions');
});

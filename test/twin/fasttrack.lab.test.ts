import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunningProcess } from '../../src/process/command.ts';
import { inside, outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
let echo: RunningProcess;
beforeAll(async () => {
  rig = await startRig();
  echo = await rig.client.start(['socat', 'TCP-LISTEN:7,fork,reuseaddr', 'PIPE']);
});
afterEach(async () => {
  await run('/ip firewall filter remove [find dynamic=no]; /ip firewall mangle remove [find dynamic=no]');
  await run('/ip settings set allow-fast-path=yes');
});
afterAll(async () => {
  await echo[Symbol.asyncDispose]();
  await rig[Symbol.asyncDispose]();
});

const run = (line: string): Promise<string> => rig.router.run(line);

/** A connection through the router that says a word and waits for it to come back. */
async function openConnection(): Promise<{ says(word: string): Promise<boolean> } & AsyncDisposable> {
  const process = await rig.attacker.start(['socat', '-', `TCP:${inside.client}:7,connect-timeout=3`]);
  let heard = '';
  process.stdout.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
  });
  return {
    says: async (word) => {
      process.stdin.write(`${word}\n`);
      for (let tries = 0; tries < 60 && !heard.includes(word); tries++)
        await new Promise((resolve) => setTimeout(resolve, 10));
      return heard.includes(word);
    },
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

const packetsOf = async (table: string, comment: string): Promise<number> =>
  Number(await run(`:put [/ip firewall ${table} get [find comment=${comment}] packets]`));

const fasttrack =
  '/ip firewall filter add chain=forward action=fasttrack-connection connection-state=established,related comment=fast\n';

test('a fasttracked connection meets no rule any more, wherever the rule stands', async () => {
  await rig.load(`/ip firewall filter add chain=forward protocol=tcp action=passthrough comment=first
${fasttrack}/ip firewall mangle
add chain=prerouting protocol=tcp action=passthrough comment=before
add chain=forward protocol=tcp action=passthrough comment=through
add chain=postrouting protocol=tcp action=passthrough comment=behind
`);
  await using connection = await openConnection();
  expect(await connection.says('one')).toBe(true);
  const counted = (): Promise<number[]> =>
    Promise.all([
      packetsOf('filter', 'first'),
      packetsOf('filter', 'fast'),
      ...['before', 'through', 'behind'].map((comment) => packetsOf('mangle', comment)),
    ]);
  const before = await counted();
  await rig.load('/ip firewall filter add chain=forward protocol=tcp action=drop\n');
  expect(await connection.says('two')).toBe(true);
  expect(await counted()).toEqual(before);
  expect(before[0]).toBeGreaterThan(1);
});

test('new connections are no longer fast when the rule is gone, old ones still are', async () => {
  await rig.load(fasttrack);
  await using old = await openConnection();
  expect(await old.says('one')).toBe(true);
  await run('/ip firewall filter remove [find comment=fast]');
  await using fresh = await openConnection();
  expect(await fresh.says('one')).toBe(true);
  await rig.load('/ip firewall filter add chain=forward protocol=tcp action=drop\n');
  expect([await fresh.says('two'), await old.says('two')]).toEqual([false, true]);
});

test('nothing is fast when the fast path is not allowed', async () => {
  await rig.load(`${fasttrack}/ip settings set allow-fast-path=no\n`);
  await using connection = await openConnection();
  expect(await connection.says('one')).toBe(true);
  expect(await run(':put [/ip settings get ipv4-fasttrack-active]')).toBe('no\n');
  await rig.load('/ip firewall filter add chain=forward protocol=tcp action=drop\n');
  expect(await connection.says('two')).toBe(false);
});

test('ICMP is never fast', async () => {
  await rig.load(fasttrack);
  await rig.answers(inside.client);
  await rig.load('/ip firewall filter add chain=forward protocol=icmp action=drop\n');
  expect(await rig.answers(inside.client)).toBe(false);
});

test('what is for the router itself is never fast', async () => {
  await rig.load(`/ip firewall filter add chain=input protocol=tcp action=jump jump-target=ours
/ip firewall filter add chain=ours action=fasttrack-connection
/ip firewall filter add chain=ours action=passthrough comment=behind
/ip firewall mangle add chain=prerouting protocol=tcp action=passthrough comment=before
`);
  await rig.attacker.exec(['socat', '-T1', '-', `TCP:${outside.router}:21`], { input: 'QUIT\r\n' });
  const [behind, before] = [await packetsOf('filter', 'behind'), await packetsOf('mangle', 'before')];
  expect(behind).toBeGreaterThan(3);
  expect(before).toBe(behind);
});

test('the row that is no rule counts what went past them, until it is told to begin anew', async () => {
  await rig.load(fasttrack);
  await using connection = await openConnection();
  expect(await connection.says('one')).toBe(true);
  const shown = await run('/ip firewall filter print stats');
  expect(shown).toMatch(/;;; special dummy rule to show fasttrack counters\n0 D forward/);
  const count = (): Promise<string> => run(':put [/ip firewall filter get [find where dynamic] packets]');
  const counted = Number(await count());
  expect(counted).toBeGreaterThan(0);
  // A change of the table leaves it what it is.
  await rig.load('/ip firewall filter add chain=forward action=accept protocol=udp\n');
  expect(Number(await count())).toBe(counted);
  expect(await run(':put [/ip settings get ipv4-fasttrack-packets]')).toBe(`${counted}\n`);
  expect(await run('/ip firewall connection print terse where fasttrack')).toContain(`${inside.client}:7`);
  await run('/ip firewall filter reset-counters-all');
  expect(Number(await count())).toBe(0);
});

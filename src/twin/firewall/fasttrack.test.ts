import { beforeEach, describe, expect, test } from 'vitest';
import { servedTwin } from '../fixtures/served-twin.ts';
import { reboot } from '../reboot.ts';
import type { Twin } from '../twin.ts';

let twin: Twin;
let run: (text: string) => Promise<string>;
beforeEach(async () => {
  ({ twin, run } = await servedTwin());
  await run('/ip firewall filter add chain=forward action=fasttrack-connection connection-state=established');
});

const chainsOf = (table: string): Promise<string> =>
  run(`:foreach r in=[/ip firewall ${table} find where dynamic] do={:put [/ip firewall ${table} get $r chain]}`);

describe('rows that are no rules', () => {
  test.each([
    ['filter', 'forward\n'],
    ['mangle', 'prerouting\nforward\npostrouting\n'],
    ['raw', 'prerouting\n'],
    ['nat', ''],
  ])('stand in %s', async (table, chains) => {
    expect(await chainsOf(table)).toBe(chains);
  });

  test('stand before the rules and take the first numbers', async () => {
    expect(
      (await run('/ip firewall filter print')).replaceAll(/ +$/gm, ''),
    ).toContain(` 0  D ;;; special dummy rule to show fasttrack counters
      chain=forward action=passthrough

 1    chain=forward action=fasttrack-connection connection-state=established`);
  });

  test.each([
    ['remove [find]', 'failure: cannot remove builtin'],
    ['set 0 chain=input', 'failure: cannot change builtin'],
    ['move 1 0', 'failure: cannot move builtin'],
    ['add chain=forward place-before=0', 'failure: cannot move builtin'],
  ])('%s', async (command, text) => {
    await expect(run(`/ip firewall filter ${command}`)).rejects.toThrow(text);
    expect(twin.menus.get('ip firewall filter').items).toHaveLength(1);
  });

  test('are not exported', async () => {
    expect((await run('/ip firewall filter export')).match(/^add /gm)).toHaveLength(1);
  });

  test('outlast their rule until the router starts anew', async () => {
    await run('/ip firewall filter disable 1');
    expect(await chainsOf('filter')).toBe('forward\n');
    await reboot(twin);
    expect(await chainsOf('filter')).toBe('');
    await run('/ip firewall filter enable 0');
    expect(await chainsOf('filter')).toBe('forward\n');
  });
});

import { describe, expect, onTestFinished, test } from 'vitest';
import { twinOnPaper } from '../fixtures/twin-on-paper.ts';
import type { Twin } from '../twin.ts';
import { Terminal } from './terminal.ts';

interface Seat {
  readonly terminal: Terminal;
  readonly seen: () => string;
  /** Types, and gives what that shows once this stands there. */
  answer(text: string, ending: string): Promise<string>;
}

function sit(twin: Twin): Seat {
  const session = twin.accounts.logIn('admin', '', { address: '192.0.2.9', via: 'ssh' });
  if (session === undefined) throw new Error('not let in');
  let seen = '';
  const write = (bytes: Uint8Array): void => {
    seen += Buffer.from(bytes).toString();
  };
  const terminal = new Terminal({
    twin,
    session,
    columns: 80,
    rows: 24,
    colours: false,
    write,
    close: () => undefined,
  });
  onTestFinished(() => terminal.stop());
  terminal.start();
  return {
    terminal,
    seen: () => seen,
    answer: async (text, ending) => {
      const before = seen.length;
      terminal.input(Buffer.from(text));
      await expect.poll(() => seen.slice(before)).toContain(ending);
      return seen.slice(before);
    },
  };
}

const [safe, endOfFile, f4] = ['\x18', '\x04', '\x1bOS'];
const add = '/ip firewall filter add chain=input action=drop\r';
const rules = (twin: Twin): number => twin.menus.get('ip firewall filter').items.length;

describe('safe mode', () => {
  test.each([
    ['6.49', '/ip address', safe],
    ['7', '/ip/address', safe],
    ['7', '/ip/address', f4],
  ])('of %s is taken and released by its key, and stands in the prompt', async (ros, menu, key) => {
    const seat = sit(twinOnPaper(ros));
    expect(await seat.answer(key, '<SAFE> ')).toBe('\r\n[Safe Mode taken]\r\n[admin@MikroTik] <SAFE> ');
    await seat.answer('/ip address\r', `[admin@MikroTik] ${menu}<SAFE> `);
    expect(await seat.answer(key, '> ')).toBe(`\r\n[Safe Mode released]\r\n[admin@MikroTik] ${menu}> `);
  });

  test('undoes everything when the connection is lost, also what others changed', async () => {
    const twin = twinOnPaper();
    const [owner, other] = [sit(twin), sit(twin)];
    await owner.answer(add, '] > ');
    await owner.answer(safe, '<SAFE> ');
    await owner.answer(add, '<SAFE> ');
    await other.answer('/system identity set name=one\r', '@one] > ');
    await other.answer('/system identity set name=other\r', '@other] > ');
    expect(await other.answer('/system history print\r', '@other] > ')).toMatch(
      /F - FLOATING-UNDO[\s\S]*\nF item changed/,
    );
    owner.terminal.stop();
    await expect.poll(() => rules(twin)).toBe(1);
    expect(twin.identity).toBe('MikroTik');
  });

  test.each([
    ['Ctrl-D undoes it', endOfFile, 0],
    ['/quit keeps it', '/quit\r', 1],
  ])('%s', async (_what, typed, left) => {
    const twin = twinOnPaper();
    const seat = sit(twin);
    await seat.answer(safe, '<SAFE> ');
    await seat.answer(add, '<SAFE> ');
    expect(rules(twin)).toBe(1);
    seat.terminal.input(Buffer.from(typed));
    seat.terminal.stop();
    await expect.poll(() => twin.safeMode.isTaken).toBe(false);
    await expect.poll(() => rules(twin)).toBe(left);
  });

  test('released keeps what was changed, also when the connection is lost later', async () => {
    const twin = twinOnPaper();
    const seat = sit(twin);
    await seat.answer(safe, '<SAFE> ');
    await seat.answer(add, '<SAFE> ');
    await seat.answer(safe, '] > ');
    seat.terminal.stop();
    expect(twin.history.actions.map(({ state }) => state)).toEqual(['undoable']);
    expect(rules(twin)).toBe(1);
  });

  test.each([
    ['u', 0, true],
    ['r', 1, true],
    ['d', 1, false],
  ])('of somebody else is asked about: %s', async (answer, left, isMine) => {
    const twin = twinOnPaper();
    const [owner, other] = [sit(twin), sit(twin)];
    await owner.answer(safe, '<SAFE> ');
    await owner.answer(add, '<SAFE> ');
    expect(await other.answer(safe, ']: ')).toBe(
      "\r\nHijacking Safe Mode from someone - unroll/release/don't take it [u/r/d]: ",
    );
    const shown = await other.answer(answer, isMine ? '<SAFE> ' : '> ');
    expect(shown.includes('[Safe Mode taken]')).toBe(isMine);
    expect(rules(twin)).toBe(left);
    expect(owner.seen().includes('[Safe mode released by another user]')).toBe(isMine);
  });

  test('ends when there is no room for more changes, and undoes nothing then', async () => {
    const twin = twinOnPaper();
    const seat = sit(twin);
    await seat.answer(safe, '<SAFE> ');
    await seat.answer(
      ':for i from=1 to=101 do={/ip firewall address-list add list=x address=$i}\r',
      '[Safe Mode released]',
    );
    await seat.answer('\r', '] > ');
    seat.terminal.stop();
    expect(twin.menus.get('ip firewall address-list').items).toHaveLength(101);
  });
});

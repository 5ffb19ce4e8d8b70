import { describe, expect, onTestFinished, test } from 'vitest';
import { twinOnPaper } from '../fixtures/twin-on-paper.ts';
import type { Twin } from '../twin.ts';
import { Terminal } from './terminal.ts';

interface Seat {
  readonly twin: Twin;
  /** All that was shown. */
  readonly seen: () => string;
  readonly isClosed: () => boolean;
  type(text: string): void;
  /** Types, and gives what that shows once this stands there. */
  answer(text: string, ending: string): Promise<string>;
}

interface SeatOptions {
  readonly ros?: string;
  readonly user?: string;
  readonly rows?: number;
  readonly setup?: string;
}

async function sit({ ros = '7', user = 'admin', rows = 24, setup = '' }: SeatOptions = {}): Promise<Seat> {
  const twin = twinOnPaper(ros);
  const context = { user: 'admin', signal: twin.neverAborted, print: () => undefined };
  await twin.scripts.runText({ name: 'test', text: setup }, context);
  const session = twin.accounts.logIn(user, '', { address: '192.0.2.9', via: 'ssh' });
  if (session === undefined) throw new Error('not let in');
  let seen = '';
  let isClosed = false;
  const terminal = new Terminal({
    twin,
    session,
    columns: 80,
    rows,
    colours: false,
    write: (bytes) => {
      seen += Buffer.from(bytes).toString();
    },
    close: () => {
      isClosed = true;
    },
  });
  onTestFinished(() => terminal.stop());
  terminal.start();
  const type = (text: string): void => terminal.input(Buffer.from(text));
  return {
    twin,
    seen: () => seen,
    isClosed: () => isClosed,
    type,
    answer: async (text, ending) => {
      const before = seen.length;
      type(text);
      await expect.poll(() => seen.slice(before)).toContain(ending);
      return seen.slice(before);
    },
  };
}

const [up, left, home, remove] = ['\x1b[A', '\x1b[D', '\x1b[H', '\x1b[3~'];

test.each([
  ['6.49', 'http://www.mikrotik.com/', 'Use command at the base level'],
  ['7', 'https://www.mikrotik.com/', 'Press F1 for help'],
])('greets as %s and prompts', async (ros, site, help) => {
  const { seen } = await sit({ ros });
  expect(seen()).toContain(site);
  expect(seen()).toContain(help);
  expect(seen()).toMatch(/\r\n\[admin@MikroTik\] > $/);
});

test('echoes, runs and prompts again', async () => {
  const seat = await sit();
  expect(await seat.answer(':put (6*7)\r', '] > ')).toBe(':put (6*7)\r\n42\r\n[admin@MikroTik] > ');
  expect(await seat.answer('/no such\r', '] > ')).toMatch(/\r\n.+\(line 1 column \d+\)\r\n\[admin@MikroTik\] > $/);
});

test.each([
  ['6.49', '/ip address'],
  ['7', '/ip/address'],
])('keeps the menu between the lines of %s', async (ros, shown) => {
  const seat = await sit({ ros });
  await seat.answer('/ip address\r', `[admin@MikroTik] ${shown}> `);
  await seat.answer('print count-only\r', '\r\n0\r\n');
  await seat.answer('..\r', '[admin@MikroTik] /ip> ');
  await seat.answer('/\r', '[admin@MikroTik] > ');
});

test.each([
  ['arrows', `:put 13${left}2\r`, '123'],
  ['home and delete', `x:put 5${home}${remove}\r`, '5'],
  ['Ctrl-A, Ctrl-K', 'rubbish\x01\x0b:put 6\r', '6'],
  ['Ctrl-U', 'rubbish\x15:put 7\r', '7'],
  ['Ctrl-W', ':put 1234\x17 8\r', '8'],
  ['backspace', ':put 99\x7f\r', '9'],
])('edits with %s', async (_what, typed, printed) => {
  const seat = await sit();
  await seat.answer(typed, `\r\n${printed}\r\n[admin@MikroTik] > `);
});

test('recalls lines', async () => {
  const seat = await sit();
  await seat.answer(':put one\r', '] > ');
  await seat.answer(':put two\r', '] > ');
  await seat.answer(`${up}${up}\r`, '\r\none\r\n');
});

test('asks for the rest of a line that is open', async () => {
  const seat = await sit();
  expect(await seat.answer(':foreach i in={1;2} do={\r', '... ')).toMatch(/\r\n\{\.\.\. $/);
  await seat.answer(':put $i\r}\r', '\r\n1\r\n2\r\n[admin@MikroTik] > ');
  await seat.answer('{\r\x03', '\r\n[admin@MikroTik] > ');
});

describe('Tab', () => {
  test.each([
    ['the only menu', '7', '/ip addre\t', '/ip address/'],
    ['the only menu', '6.49', '/ip addre\t', '/ip address '],
    ['a command', '7', '/ip/address/pri\t', '/ip/address/print '],
    ['a property', '7', '/ip address add addre\t', '/ip address add address='],
    ['a value', '7', '/ip firewall filter add action=dro\t', 'action=drop '],
    ['the name of an item', '7', '/ip address add interface=ether1\t', 'interface=ether1 '],
    ['a command of the language', '7', ':fore\t', ':foreach '],
    ['what all begin with', '7', '/ip address add interface=et\t', 'interface=ether'],
  ])('completes %s of %s', async (_what, ros, typed, completed) => {
    const seat = await sit({ ros });
    seat.type(typed);
    expect(seat.seen().endsWith(completed)).toBe(true);
  });

  test('lists what is possible when it is typed again', async () => {
    const seat = await sit();
    seat.type('/ip address add interface=ether\t');
    expect(seat.seen()).not.toContain('ether1');
    expect(await seat.answer('\t', 'ether1')).toBe(
      '\r\nether1  ether2\r\n[admin@MikroTik] > /ip address add interface=ether',
    );
  });
});

test.each([
  ['6.49', '?'],
  ['7', '\x1bOP'],
])('helps in %s', async (ros, key) => {
  const seat = await sit({ ros });
  seat.type('/ip address ');
  expect(await seat.answer(key, 'print')).toMatch(/add.*remove.*\r\n\[admin@MikroTik\] > \/ip address $/s);
});

test('shows long lists page by page', async () => {
  const entries = Array.from({ length: 30 }, (_, n) => `/ip firewall address-list add list=l address=192.0.2.${n + 1}`);
  const seat = await sit({ rows: 10, setup: entries.join('\n') });
  const list = '/ip firewall address-list print\r';
  expect(await seat.answer(list, '-- [Q quit|D dump|down]')).not.toContain('192.0.2.9');
  await seat.answer(' ', '192.0.2.12');
  await seat.answer('q', '[admin@MikroTik] > ');
  expect(seat.seen()).not.toContain('192.0.2.30');
  await seat.answer(list, '-- [Q');
  await seat.answer('d', '192.0.2.30');
  await seat.answer('/ip firewall address-list print without-paging\r', '192.0.2.30');
});

test('numbers stay those of the last print', async () => {
  const seat = await sit({ setup: '/ip firewall address-list add list=a address=192.0.2.1' });
  await seat.answer('/ip firewall address-list print\r', '] > ');
  await seat.answer('/ip firewall address-list set 0 list=b\r', '] > ');
  await seat.answer(':put [/ip firewall address-list get 0 list]\r', '\r\nb\r\n');
});

test('Ctrl-C interrupts what runs, and what was typed ahead is forgotten', async () => {
  const seat = await sit();
  seat.type(':while (true) do={ :delay 1s }\r:put ahead\r');
  await seat.answer('\x03', '] > ');
  await seat.answer(':put still\r', '\r\nstill\r\n');
  expect(seat.seen()).not.toContain('\r\nahead\r\n');
});

test.each(['\x04', 'quit\r', '/quit\r'])('%j ends it', async (typed) => {
  const seat = await sit();
  seat.type(typed);
  expect(seat.isClosed()).toBe(true);
});

test('a group without a policy is refused', async () => {
  const script = '/system script add name=s source=":put ran"; /system script add name=t policy=read source=":put ran"';
  const seat = await sit({ user: 'eve', setup: `/user add name=eve group=read; ${script}` });
  const refusal = 'not enough permissions (9)';
  await seat.answer('/ip address print count-only\r', '\r\n0\r\n');
  await seat.answer('/system identity set name=x\r', refusal);
  await seat.answer('/user add name=y group=full\r', refusal);
  await seat.answer('/system script run s\r', refusal);
  await seat.answer('/system script run t\r', '\r\nran\r\n');
  expect(seat.twin.identity).toBe('MikroTik');
});

describe('scripts ask for', () => {
  test.each([
    ['a letter', ':put [/terminal inkey]\r', 'y', '121'],
    ['Enter', ':put [/terminal/inkey timeout=1m]\r', '\r', '13'],
    ['an arrow', ':put [/terminal inkey]\r', up, '60931'],
    ['two keys that come at once', ':put ([/terminal inkey], [/terminal inkey])\r', 'ab', '97;98'],
    ['a line', ':put [/terminal/ask prompt="Who?" preinput="ad"]\r', 'min\r', 'admin'],
    ['a line with an arrow', ':put [/terminal/ask]\r', `ac${left}b\r`, 'abc'],
  ])('%s', async (_what, line, typed, printed) => {
    const seat = await sit();
    await seat.answer(`:put ask; ${line}`, '\r\nask\r\n');
    expect(await seat.answer(typed, '] > ')).toMatch(new RegExp(`${printed}\r\n\\[admin@MikroTik\\] > $`));
  });

  test('a key that was typed before they did', async () => {
    const seat = await sit();
    await seat.answer(':put [/terminal inkey]\rq', '\r\n113\r\n[admin@MikroTik] > ');
    await seat.answer(':put [/terminal inkey]\rq:put 1\r', '\r\n113\r\n[admin@MikroTik] > :put 1\r\n1\r\n');
  });

  test('a key that nobody types until it is too late', async () => {
    const seat = await sit();
    seat.type(':put [/terminal inkey timeout=10s]\r');
    await seat.twin.clock.advance(11_000);
    await expect.poll(seat.seen).toContain('\r\n65535\r\n');
  });

  test('a key, and are interrupted', async () => {
    const seat = await sit();
    await seat.answer(':put wait; /terminal inkey; :put never\r', '\r\nwait\r\n');
    expect(await seat.answer('\x03', '] > ')).toContain('interrupted');
    expect(seat.seen()).not.toContain('\r\nnever');
  });
});

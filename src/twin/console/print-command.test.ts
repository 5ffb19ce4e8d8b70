import { describe, expect, test } from 'vitest';
import { servedTwin } from '../fixtures/served-twin.ts';
import { runExec } from '../terminal/exec.ts';
import type { Twin } from '../twin.ts';

const lists = `/ip firewall address-list
add list=a address=192.0.2.1 comment=one
add list=b address=192.0.2.2
add list=a address=192.0.2.3 disabled=yes
`;
const menu = '/ip firewall address-list';

/** What a line prints on a router with three entries. */
async function printedBy(line: string, ros = '7'): Promise<string> {
  const { run } = await servedTwin(ros, lists);
  return run(line);
}

test.each([
  ['print count-only', '3\n'],
  ['print count-only where list=a', '2\n'],
  [':put [print count-only where disabled]', '1\n'],
  [':put [:len [print as-value where list=a]]', '2\n'],
  ['print as-value', ''],
  [':put ([print as-value where list=b]->0->"address")', '192.0.2.2\n'],
  ['print where list=none', ''],
  ['print terse where list=b', ' 0    list=b address=192.0.2.2 creation-time='],
  ['print brief where list=b', 'Columns: LIST, ADDRESS, CREATION-TIME\n# LIST  ADDRESS    CREATION-TIME'],
  ['print proplist=address where list=b', 'Columns: ADDRESS\n# ADDRESS  \n0 192.0.2.2\n'],
  ['print show-ids proplist=address where list=b', 'Columns: ADDRESS\n # ADDRESS\n*2 192.0.2.2\n'],
  ['print without-paging proplist=list from=1', 'Columns: LIST\n# LIST\n0 b   \n'],
])('%s', async (line, start) => {
  const printed = await printedBy(line.startsWith(':') ? line.replace('[print', `[${menu} print`) : `${menu} ${line}`);
  if (start === '') expect(printed).toBe('');
  else expect(printed.replaceAll(/ +$/gm, '')).toContain(start.replaceAll(/ +$/gm, ''));
});

describe('print file=', () => {
  test('writes below the head of an export', async () => {
    const contents = await printedBy(`${menu} print file=x where list=b; :put [/file get x.txt contents]`);
    expect(contents).toMatch(
      /^# \d{4}-\d\d-\d\d \d\d:\d\d:\d\d by RouterOS 7\.16\.2\n# software id = \n#\nColumns: LIST/,
    );
  });

  test('goes on behind what is there with append', async () => {
    const contents = await printedBy(
      `${menu} print file=x proplist=list from=0; ${menu} print file=x append proplist=list from=0; :put [/file get x.txt contents]`,
    );
    expect(contents.match(/Columns: LIST/g)).toHaveLength(2);
    expect(contents.match(/by RouterOS/g)).toHaveLength(1);
  });
});

interface Watched {
  readonly twin: Twin;
  readonly seen: () => string;
  readonly run: (text: string) => Promise<string>;
  readonly end: () => Promise<void>;
}

/** A line that goes on until somebody has had enough. */
async function watch(line: string): Promise<Watched> {
  const { twin, run } = await servedTwin('7', lists);
  const enough = new AbortController();
  let seen = '';
  const context = { user: 'admin', signal: enough.signal, print: (text: string) => (seen += text) };
  const done = twin.scripts.runText(
    { name: 'console', text: line },
    { ...context, print: (text) => void context.print(text) },
  );
  return {
    twin,
    run,
    seen: () => seen,
    end: async () => {
      enough.abort();
      await done.catch(() => undefined);
    },
  };
}

describe('print goes on', () => {
  test('with what is new in the log, for follow-only', async () => {
    const { twin, seen, end } = await watch('/log print follow-only where message~"door"');
    twin.log.write(['info'], 'something else');
    await expect
      .poll(() => {
        twin.log.write(['info'], 'a door');
        return seen();
      })
      .toMatch(/^(?:\d\d:\d\d:\d\d info a door\n)+$/);
    await end();
  });

  test('after what is there, for follow', async () => {
    const { twin, seen, end } = await watch('/log print follow');
    await expect.poll(seen).toContain('router rebooted\n');
    twin.log.write(['info'], 'and then');
    await expect.poll(seen).toMatch(/router rebooted\n(?:.*\n)*\S+ info and then\n$/);
    await end();
  });

  test('with new items of other menus, by the clock of the router', async () => {
    const { twin, run, seen, end } = await watch(`${menu} print follow proplist=address`);
    await expect.poll(seen).toContain('192.0.2.3\n');
    await run(`${menu} add list=c address=192.0.2.9`);
    await twin.clock.advance(2000);
    await expect.poll(seen).toContain('0 192.0.2.9\n');
    await end();
  });

  test('with the same again after an interval', async () => {
    const { twin, seen, end } = await watch(
      `${menu} print count-only; ${menu} print interval=10s proplist=list from=0`,
    );
    await expect.poll(() => seen().match(/Columns/g)?.length).toBe(1);
    await twin.clock.advance(25_000);
    await expect.poll(() => seen().match(/Columns/g)?.length).toBe(3);
    await end();
  });
});

test('a command line by SSH is eighty columns wide, and an empty line ends what is printed', async () => {
  const { twin } = await servedTwin('7', `/ip firewall address-list add list=${'x'.repeat(70)} address=192.0.2.1`);
  const session = twin.accounts.logIn('admin', '', { address: '192.0.2.9', via: 'ssh' });
  if (session === undefined) throw new Error('not let in');
  let printed = '';
  await runExec(twin, session, `${menu} print`, (text) => (printed += text), twin.neverAborted);
  const lines = printed.split('\r\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(80);
  expect(lines.slice(-2)).toEqual(['', '']);
});

describe('secrets', () => {
  const setup =
    '/user group add name=half policy=read,write,ssh,api; /user add name=half group=half; /ppp secret add name=p password=geheim';

  test.each([
    ['print', ':put [/ppp secret print as-value]'],
    ['print detail', '/ppp secret print detail'],
    ['get', ':put [/ppp secret get p password]'],
    ['find', ':put [/ppp secret find where password=geheim]'],
    ['export', '/ppp secret export show-sensitive'],
  ])('are hidden from whoever lacks the policy: %s', async (_what, line) => {
    const { twin, run } = await servedTwin('7', setup);
    const half = twin.accounts.logIn('half', '', { address: '192.0.2.9', via: 'ssh' });
    if (half === undefined) throw new Error('not let in');
    let printed = '';
    await runExec(twin, half, line, (text) => (printed += text), twin.neverAborted);
    expect(printed).not.toContain('geheim');
    expect(printed).not.toBe('*1\r\n');
    expect(await run(line)).toMatch(/geheim|^\*1\n/);
  });
});

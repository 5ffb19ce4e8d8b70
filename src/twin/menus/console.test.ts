import { describe, expect, test } from 'vitest';
import { servedTwin } from '../fixtures/served-twin.ts';

/** The records that the API answers with, `type` left out, each as one line. */
async function inspected(...words: readonly string[]): Promise<string[]> {
  const { api } = await servedTwin();
  const client = await api();
  client.send('/console/inspect', ...words);
  const rows: string[] = [];
  for (;;) {
    const [[kind = '', ...values] = []] = await client.take(1);
    if (kind !== '!re') return kind === '!trap' ? values : rows;
    rows.push(values.filter((value) => !value.startsWith('=type=')).join(' '));
  }
}

// The forms are those of CHR 7.23.2 in tikoci/lsp-routeros-ts, docs/inspect-shapes.md and docs/highlight-format.md.
describe('child', () => {
  test('names the node, then what lies below it', async () => {
    const rows = await inspected('=request=child', '=path=ip,address,add');
    expect(rows.slice(0, 3)).toEqual([
      '=name=add =node-type=cmd',
      '=name=address =node-type=arg',
      '=name=broadcast =node-type=arg',
    ]);
  });

  test.each([
    ['', '=name=root =node-type=path', '=name=certificate =node-type=dir'],
    ['ip', '=name=ip =node-type=path', '=name=address =node-type=dir'],
    ['ip,address', '=name=address =node-type=dir', '=name=add =node-type=cmd'],
    ['put', '=name=put =node-type=cmd', '=name=message =node-type=arg'],
  ])('of %j', async (path, self, child) => {
    const rows = await inspected('=request=child', `=path=${path}`);
    expect(rows[0]).toBe(self);
    expect(rows).toContain(child);
  });

  test('of an argument is itself, of nothing known nothing', async () => {
    expect(await inspected('=request=child', '=path=ip,address,add,address')).toEqual(['=name=address =node-type=arg']);
    expect(await inspected('=request=child', '=path=nonexistent')).toEqual([]);
    expect(await inspected('=request=self', '=path=ip')).toEqual(['=name=ip =node-type=path']);
  });
});

describe('completion', () => {
  const shown = (rows: readonly string[]): string[] =>
    rows
      .filter((row) => row.includes('=show=true'))
      .map((row) => /=completion=(\S+) =offset=(\d+)/.exec(row)?.slice(1).join('@') ?? '');

  test.each([
    ['/ip/ad', ['address@4']],
    [':pu', ['put@1']],
    [':put [/ip/ad', ['address@10']],
    ['/ip/firewall/filter/add action=ta', ['tarpit@31']],
    ['/ip/route/print where distan', ['distance@22']],
  ])('of %j', async (input, expected) => {
    expect(shown(await inspected('=request=completion', `=input=${input}`))).toEqual(expected);
  });

  test('in a menu', async () => {
    const rows = await inspected('=request=completion', '=input=add addr', '=path=ip,address');
    expect(rows).toEqual(['=completion=address =offset=4 =preference=96 =show=true =style=arg =text=']);
  });

  test('says what is unknown, and where a value is free', async () => {
    expect(await inspected('=request=completion', '=input=/ip/address/add bogusarg')).toEqual([
      '=completion= =offset=16 =preference=-20 =show=false =style=obj-inactive =text=unknown parameter',
    ]);
    const free = await inspected('=request=completion', '=input=add address=', '=path=ip,address');
    expect(free.at(-1)).toMatch(/^=completion=<value> =offset=12 =preference=-1 =show=false/);
  });
});

const short: Readonly<Record<string, string>> = {
  dir: 'd',
  cmd: 'c',
  arg: 'a',
  none: '.',
  'syntax-meta': 'm',
  escaped: 'e',
  comment: '#',
  'variable-local': 'l',
  'variable-global': 'g',
  'variable-auto': 'u',
  'variable-parameter': 'p',
  'variable-undefined': '?',
  'obj-inactive': 'i',
  error: 'E',
};

test.each([
  [':put 1', 'dccc..'],
  ['/ip/address/print', 'ddddddddddddccccc'],
  ['/ip address print', 'ddd.ddddddd.ccccc'],
  ['/ip/address/add address=1.2.3.4', 'ddddddddddddccc.aaaaaaam.......'],
  [':local x "a\\n$y"; # c', 'dccccc.l.m.eempmm.###'],
  [':global g; :put $g', 'dcccccc.gm.dccc.mg'],
  [':foreach k,v in={1} do={:put $k}', 'dccccccc.uuu.aamm.m.aammdccc.mum'],
  ['/ip/route/print where distance=1', 'ddddddddddccccc.aaaaa.llllllllm.'],
  ['/ip/route/print where (distance=1) and gateway=ether', 'ddddddddddccccc.aaaaa.mllllllllm.m.....lllllllm.....'],
  [':put ($a = lppp)', 'dccc.mmp.m.????m'],
  ['/foobar 1', 'diiiiii.i'],
  ['/foobar/print', 'diiiiiiE.....'],
])('%j is highlighted', async (input, expected) => {
  const [row = ''] = await inspected('=request=highlight', `=input=${input}`);
  const classes = row.replace('=highlight=', '').split(',');
  expect(classes.map((name) => short[name] ?? name).join('')).toBe(expected);
});

test('syntax names the arguments of a command', async () => {
  const rows = await inspected('=request=syntax', '=path=put');
  expect(rows).toEqual([
    '=nested=0 =nonorm=true =symbol= =symbol-type=collection =text=',
    '=nested=1 =nonorm=false =symbol=message =symbol-type=explanation =text=',
  ]);
});

test('6.49 has no such command', async () => {
  const { run } = await servedTwin('6.49');
  await expect(run('/console inspect request=self')).rejects.toThrow('bad command name console');
});

test('a script gets records', async () => {
  const { run } = await servedTwin();
  expect(await run(':put ([/console inspect request=self path=ip as-value]->0->"node-type")')).toBe('path\n');
});

test('REST answers as an editor expects it', async () => {
  const { portOf } = await servedTwin();
  const answer = await fetch(`http://127.0.0.1:${await portOf('www')}/rest/console/inspect`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('admin:')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ request: 'completion', input: '/ip/ad', path: '' }),
  });
  expect(await answer.json()).toContainEqual({
    completion: 'address',
    offset: '4',
    preference: '96',
    show: 'true',
    style: 'dir',
    text: '',
    type: 'completion',
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { textOfBytes } from '../../src/routeros/byte-text.ts';
import { servedTwin } from '../../src/twin/fixtures/served-twin.ts';
import { StandAloneTwin } from '../../src/twin/stand-alone/stand-alone-twin.ts';

const setup = `/ppp secret add name=p password=geheim
/ip firewall filter add chain=input action=accept comment=one
`;

/** Lines of an export of a small router, its date as a pattern. */
async function exported(ros: string, line: string): Promise<string[]> {
  const { run } = await servedTwin(ros, setup);
  const text = await run(line);
  return text
    .replace(/^# \d{4}-\d\d-\d\d \d\d:\d\d:\d\d by/, '# ISO by')
    .replace(/^# [a-z]{3}\/\d\d\/\d{4} \d\d:\d\d:\d\d by/, '# OLD by')
    .split('\n');
}

const head6 = ['# OLD by RouterOS 6.49.18', '# software id = ', '#'];
const head7 = ['# ISO by RouterOS 7.16.2', '# software id = ', '#'];
const rule = 'add action=accept chain=input comment=one';

describe('/export', () => {
  test.each([
    ['6.49', '', [...head6, '/ip firewall filter', rule, '']],
    ['7', '', [...head7, '/ip firewall filter', rule, '']],
    ['7', 'compact', [...head7, '/ip firewall filter', rule, '']],
    ['7', 'terse', [...head7, `/ip firewall filter ${rule}`, '']],
  ])('of %s, %s', async (ros, form, lines) => {
    expect(await exported(ros, `/ip firewall filter export ${form}`)).toEqual(lines);
  });

  test.each([
    ['6.49', '', true],
    ['6.49', 'hide-sensitive', false],
    ['7', '', false],
    ['7', 'show-sensitive', true],
    ['7', 'hide-sensitive', false],
  ])('of %s, %s: passwords are there: %s', async (ros, form, isThere) => {
    const lines = await exported(ros, `/ppp secret export ${form}`);
    expect(lines.includes('add name=p password=geheim')).toBe(isThere);
    expect(lines.includes('add name=p')).toBe(!isThere);
  });

  test('verbose says what is as it was delivered', async () => {
    const text = (await exported('7', '/ip firewall filter export verbose')).join('\n').replaceAll(/\\\n */g, '');
    expect(text).toContain('add action=accept chain=input comment=one disabled=no');
  });

  test('of a menu takes what lies below it', async () => {
    expect((await exported('7', '/ip export')).filter((line) => line.startsWith('/'))).toEqual(['/ip firewall filter']);
  });
});

// Menus in the order in which routers of 6.48 and 7.16 wrote them.
test.each([
  ['home-6.48-export.rsc', '6.49'],
  ['home-7.16-export.rsc', '7'],
])('menus stand in the order of a real export: %s', async (file, ros) => {
  const text = textOfBytes(readFileSync(join(import.meta.dirname, 'corpus', file)));
  const router = await StandAloneTwin.start({ ros, clock: 'virtual' });
  await router.load({ name: 'configuration', text });
  const printed: string[] = [];
  await router.run({ name: 'export', text: '/export' }, (line) => printed.push(line));
  const menusOf = (lines: string): string[] => lines.match(/^\/[a-z].*$/gm) ?? [];
  const wanted = menusOf(text);
  const found = menusOf(printed.join(''));
  expect(wanted.length).toBeGreaterThan(15);
  expect(found.filter((menu) => wanted.includes(menu))).toEqual(wanted.filter((menu) => found.includes(menu)));
});

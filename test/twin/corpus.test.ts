import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { textOfBytes } from '../../src/routeros/byte-text.ts';
import { RouterosError } from '../../src/routeros/routeros-error.ts';
import { findRosVersion } from '../../src/scenario/ros-version.ts';
import { keptWithoutEffect } from '../../src/twin/menu/kept-without-effect.ts';
import { StandAloneTwin } from '../../src/twin/stand-alone/stand-alone-twin.ts';

// Configurations of our own with the constructs of real ones: exports of 6.28 to 7.19, and what people write by hand.

const folder = join(import.meta.dirname, 'corpus');
const files = globSync('*.rsc', { cwd: folder }).toSorted();

async function load(text: string, ros: string): Promise<StandAloneTwin> {
  const router = await StandAloneTwin.start({ ros, clock: 'virtual' });
  await router.load({ name: 'configuration', text });
  return router;
}

async function exported(router: StandAloneTwin): Promise<string> {
  const printed: string[] = [];
  await router.run({ name: 'export', text: '/export show-sensitive' }, (text) => printed.push(text));
  return printed.join('').replace(/^#.*\n/gm, '');
}

describe.each(files)('%s', (file) => {
  const text = textOfBytes(readFileSync(join(folder, file)));
  const ros = findRosVersion(text) ?? '7';

  test('loads, is exported, and loads again to the same', async () => {
    const first = await exported(await load(text, ros));
    expect(first.split('\n').length).toBeGreaterThan(5);
    expect(await exported(await load(first, ros))).toBe(first);
  });

  test('is all there: every list entry and every rule', async () => {
    const router = await load(text, ros);
    const wanted = text.match(/^(?:\/ip\/? ?firewall\S*[/ ]filter )?add [^\n]*chain=/gm)?.length ?? 0;
    const menus = ['filter', 'nat', 'mangle', 'raw'].flatMap((table) => [
      router.twin.menus.find(['ip', 'firewall', table]),
      router.twin.menus.find(['ipv6', 'firewall', table]),
    ]);
    const rules = menus.reduce((sum, menu) => sum + (menu?.items.length ?? 0), 0);
    expect(rules).toBeGreaterThanOrEqual(wanted);
  });
});

test('a campus without an effect here is named menu by menu', async () => {
  const text = readFileSync(join(folder, 'campus-capsman-6.47.rsc'), 'utf8');
  const notes = keptWithoutEffect((await load(text, '6.49')).twin.menus);
  expect(notes).toEqual(
    expect.arrayContaining(['/caps-man manager', '/caps-man access-list', '/radius', '/tool romon']),
  );
  expect(notes.join('\n')).not.toMatch(/radiussecret|verysecret|romonsecret/);
});

// What a router refuses, and where (corpus-statistics 8.3).
test.each<[string, RegExp, number]>([
  ['/ip address\n\niptables -A INPUT -j DROP', /bad command name iptables/, 3],
  ['This is prose about a router', /expected command name/, 1],
  ['```\n/ip address', /expected command name/, 1],
  ['// a comment of another language', /expected|bad command/, 1],
  ['[admin@MikroTik] > /ip address print', /expected|syntax|bad command/, 1],
  ['/ip address\nadd address=192.168.XX.1/24 interface=ether1', /invalid value for argument address/, 2],
  ['/ip firewall filter\nadd chain=input protocol=tcp dst-port=XXXX', /invalid value for argument dst-port/, 2],
  ['/ip firewall filter\nadd chain=input action=dorp', /input does not match any value of action/, 2],
  ['/ip firewill nat\nadd chain=srcnat', /bad command name firewill/, 1],
  ['/ip firewall filter\nadd action=drop', /missing value\(s\) of argument\(s\) chain/, 2],
  ['/ip firewall filter\nadd chain=input comment="never closed\n', /expected|missing|unterminated/i, 2],
  ['/system script add name=a source={ :put 1', /expected closing brace|missing closing brace/, 1],
  ['/system reset-configuration', /does not forget its configuration/, 1],
  ['/system shutdown', /does not switch itself off/, 1],
  ['/system backup load name=x', /does not load backups/, 1],
])('%j is refused', async (text, words, line) => {
  const error: unknown = await load(text, '7').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RouterosError);
  const { text: said, line: at } = error as RouterosError;
  expect(said).toMatch(words);
  expect(at).toBeGreaterThanOrEqual(line);
});

test('the corpus spans both generations', () => {
  const majors = files.map((file) => /-(\d)\.\d+/.exec(basename(file))?.[1] ?? 'none');
  expect(new Set(majors)).toEqual(new Set(['6', '7', 'none']));
});

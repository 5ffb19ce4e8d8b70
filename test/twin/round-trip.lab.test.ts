import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { outside, startRig } from './rig.ts';

const everything = readFileSync(join(import.meta.dirname, 'kitchen-sink.rsc'), 'utf8');
const withoutDate = (text: string): string => text.replace(/^# .* by RouterOS/, '# by RouterOS');

/** What a fresh router exports once it has this configuration; it has no addresses of its own. */
async function exportOf(ros: '6.49' | '7', text: string): Promise<string> {
  await using rig = await startRig(ros);
  await rig.router.run('/ip address remove [find]');
  await rig.load(text);
  return withoutDate(await rig.router.export());
}

describe.each([
  ['6.49', 'jan/01/2030'],
  ['7', '2030-01-01'],
] as const)('RouterOS %s', (ros, date) => {
  test('an export of everything, imported, is exported the same', async () => {
    const exported = await exportOf(ros, everything);
    expect(await exportOf(ros, exported)).toBe(exported);
  });

  test('an export spells things its own way', async () => {
    // The export wraps its lines; here they are whole again.
    const exported = (await exportOf(ros, everything)).replaceAll(/\\\n\s*/g, '');
    for (const line of [
      'set [ find default-name=ether1 ] comment="to the provider; don\'t touch" name=ether1-wan',
      'add address=192.0.2.0/24 list=good',
      'add address=203.0.113.0/24 list="bad people"',
      'add address=203.0.113.5-203.0.113.7 list="bad people"',
      'add action=accept chain=input connection-state=established,related',
      'add action=jump chain=input in-interface-list=!LAN jump-target="port scans" protocol=tcp',
      'add bridge="the lan" interface=ether2',
      'set ssh address=192.0.2.0/24,198.51.100.66 port=2200',
      'set telnet disabled=yes',
    ])
      expect(exported.replaceAll('\\!', '!').split('\n')).toContain(line);
    expect(exported).toContain(`start-date=${date} start-time=03:00:00`);
    expect(exported).toContain('address-list-timeout=1h');
    expect(exported).not.toContain('set ftp');
  });
});

test('what was exported is enforced as before', async () => {
  const exported = await exportOf('7', everything);
  await using rig = await startRig('7');
  await rig.router.run('/ip address remove [find]');
  await rig.load(exported);
  expect(await rig.stateOf(23)).toBe('filtered');
  expect(Object.keys(await rig.entries('bad people'))).toContain(outside.attacker);
  expect(await rig.logged()).toContainEqual(expect.stringMatching(/^trap: {2}port scans: in:ether1-wan /));
});

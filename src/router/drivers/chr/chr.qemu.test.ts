import { expect, test } from 'vitest';
import type { KnocklabError } from '../../../core/errors.ts';
import { boot, configuration, guestWith, newLab } from './fixtures/guest-lab.ts';

test('brings up a fresh guest with all its questions after a boot that hung, and keeps its way in', {
  timeout: 500_000,
}, async () => {
  const lab = await newLab();
  const guest = guestWith('knocklab.hang=yes');
  const hangs: KnocklabError[] = [];
  const started = await boot(lab, guest.folder, {
    firstBootTimeoutMs: 60_000,
    onHang: (lastSeen) => {
      hangs.push(lastSeen);
      guest.say('knocklab.pause=2');
    },
  });
  expect(hangs.map(({ evidence }) => evidence)).toEqual([
    expect.stringMatching(/Last seen:\nStarting\.\.\.[\s\S]*running/),
  ]);
  const { router } = started;
  await router.importConfig({ name: 'gw.rsc', text: configuration });
  const ping = async (to: string): Promise<number | undefined> =>
    (await lab.host('client').exec(['ping', '-c1', '-W3', to])).exitCode;
  expect(await ping('198.51.100.2')).toBe(0);
  expect(await ping('192.0.2.1')).toBe(1);
  const rules = await router.filterRules();
  expect(rules.map(({ text, packets }) => [text, packets])).toEqual([
    ['action=drop chain=input in-interface=ether1 protocol=icmp', 1],
    ['action=drop chain=input', 0],
  ]);
  expect(await started.notes()).toEqual([expect.stringContaining('"knocklab management"')]);
  // The long one goes over SFTP.
  for (const lines of [0, 10_000]) {
    const text = `${'# a line\n'.repeat(lines)}/ip address add adress=192.0.2.9\n`;
    await expect(router.importConfig({ name: 'bad.rsc', text })).rejects.toMatchObject({
      code: 'input/configuration',
      message: expect.stringMatching(new RegExp(`adress[\\s\\S]*bad\\.rsc:${lines + 1}:`)),
    });
  }
});

test('awaits interfaces that come late, and sees what an import left out without a word', {
  timeout: 200_000,
}, async () => {
  const lab = await newLab();
  const guest = guestWith('knocklab.pause=0 knocklab.late=25 knocklab.import=silent');
  const started = await boot(lab, guest.folder, { ros: '6.49' });
  const { stdout } = await lab.router.exec(['cat', '/proc/uptime']);
  expect(stdout).not.toBe('');
  const { router } = started;
  const broken = `${configuration}/ip firewall filter add chain=input acton=drop\n${'# long\n'.repeat(1000)}`;
  await router.importConfig({ name: 'gw.rsc', text: broken });
  expect(await router.version()).toMatch(/^6\.49/);
  expect((await started.notes()).at(-1)).toBe(
    'After the import there are in /ip firewall filter: 2 of the 3 items that the configuration adds.',
  );
  expect(await router.run(':put [/system identity get name]')).toBe('MikroTik\n');
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outside, type Rig, startRig } from './rig.ts';

/** What nmap says of a real RouterOS (firewall-facts 4.2), and of the API's two ports. */
const known = (version: string): string[] => [
  `21/tcp open ftp MikroTik router ftpd ${version}`,
  '22/tcp open ssh MikroTik RouterOS sshd (protocol 2.0)',
  '23/tcp open telnet Linux telnetd',
  '80/tcp open http MikroTik router config httpd',
  '2000/tcp open bandwidth-test MikroTik bandwidth-test server',
  '8728/tcp open routeros-api MikroTik RouterOS API',
];

describe.each([
  ['6.49', '6.49.18'],
  ['7', '7.16.2'],
] as const)('nmap -sV of RouterOS %s', (ros, version) => {
  let rig: Rig;
  let lines: string[];
  const scanned = async (...args: string[]): Promise<string[]> => {
    const argv = ['nmap', '-n', '-Pn', '-sT', '-sV', ...args, outside.router];
    const { stdout } = await rig.attacker.exec(argv, { timeoutMs: 50_000 });
    return stdout.split('\n').map((line) => line.replaceAll(/ +/g, ' ').trim());
  };
  beforeAll(async () => {
    rig = await startRig(ros);
    await rig.load('/system identity set name=gw-1\n');
    lines = [
      ...(await scanned('-p', '21,22,23,80,443,2000,8728,9999')),
      // Silent ports get every probe in turn, which takes minutes.
      ...(await scanned('-p', '8291', '--version-intensity', '0')),
    ];
  }, 60_000);
  afterAll(() => rig[Symbol.asyncDispose]());

  test.each(known(version))('%s', (line) =>
    expect(lines).toContainEqual(expect.stringMatching(`^${escaped(line)}( |$)`)),
  );

  test('winbox is open and unknown, www-ssl closed', () => {
    expect(lines).toContainEqual(expect.stringMatching(/^8291\/tcp open (unknown|winbox\??)$/));
    expect(lines).toContainEqual(expect.stringMatching(/^443\/tcp closed https/));
    expect(lines).toContainEqual(expect.stringMatching(/^9999\/tcp closed/));
  });

  test('it is a router, and its name is known', () => {
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^Service Info: Host: gw-1; OSs: Linux, RouterOS; Device: router; CPE: cpe:\/o:mikrotik:routeros/,
      ),
    );
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inside, outside, type Rig, startRig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());
beforeEach(async () => {
  await rig.clear();
  await rig.router.run('/ip firewall layer7-protocol remove [find]');
});

const filter = '/ip firewall filter';

async function isListed(): Promise<boolean> {
  return Object.keys(await rig.entries('seen')).length > 0;
}

/** Sends lines of data to a UDP port, each as one packet of the same connection. */
async function tell(port: number, ...lines: readonly string[]): Promise<void> {
  const script = lines.map((line) => `printf '%b' '${line}'; sleep 0.1`).join('; ');
  // Not connected: an answer that nothing listens there does not end it.
  await rig.attacker.exec(['sh', '-c', `(${script}) | socat -u - UDP-SENDTO:${outside.router}:${port}`]);
}

const knock = (regexp: string): string => `/ip firewall layer7-protocol add name=knock regexp="${regexp}"
${filter} add chain=input protocol=udp layer7-protocol=knock action=add-src-to-address-list address-list=seen`;

describe('layer7-protocol', () => {
  test.each([
    ['in any case', 'open sesame', 'xx OPEN Sesame'],
    ['by its beginning', '^open', 'open'],
    ['with escaped bytes', '\\\\x16\\\\x03', '\\0026\\0003'],
    ['with classes', '^[[:alpha:]]+ [0-9]+\\$', 'code 4711'],
  ])('finds its pattern %s', async (_, regexp, data) => {
    await rig.load(knock(regexp));
    await tell(4001, 'nothing of it');
    expect(await isListed()).toBe(false);
    await tell(4002, data);
    expect(await isListed()).toBe(true);
  });

  test('sees several packets of a connection as one text', async () => {
    await rig.load(knock('open sesame'));
    await tell(4003, 'open ', 'sesa');
    expect(await isListed()).toBe(false);
    await tell(4004, 'open ', 'sesa', 'me');
    expect(await isListed()).toBe(true);
  });

  test('gives up after ten packets', async () => {
    await rig.load(knock('sesame'));
    await tell(4005, ...Array.from({ length: 10 }, () => 'x'), 'sesame');
    expect(await isListed()).toBe(false);
    await tell(4006, ...Array.from({ length: 9 }, () => 'x'), 'sesame');
    expect(await isListed()).toBe(true);
  });

  test('gives up after two kilobytes', async () => {
    await rig.load(knock('sesame'));
    await tell(4007, 'x'.repeat(1200), 'x'.repeat(1200), 'sesame');
    expect(await isListed()).toBe(false);
  });

  test('drops the very packet that completes the pattern', async () => {
    await rig.load(`/ip firewall layer7-protocol add name=secret regexp="get /secret"
${filter} add chain=input protocol=tcp layer7-protocol=secret action=drop`);
    const fetch = (path: string) =>
      rig.attacker.exec([
        'curl',
        '-s',
        '-o',
        '/dev/null',
        '-m',
        '2',
        '-w',
        '%{http_code}',
        `http://${outside.router}${path}`,
      ]);
    expect((await fetch('/other')).stdout).not.toBe('000');
    expect((await fetch('/secret')).stdout).toBe('000');
  });
});

describe('tls-host', () => {
  async function greet(name: string): Promise<void> {
    const resolve = ['--resolve', `${name}:443:${inside.client}`];
    await rig.attacker.exec(['curl', '-sk', '-m', '1', ...resolve, `https://${name}/`]);
  }

  test('matches the ClientHello of a name, negated that of any other', async () => {
    await using _server = await rig.client.start(['socat', '-u', 'TCP-LISTEN:443,fork,reuseaddr', 'OPEN:/dev/null']);
    await rig.load(`${filter}
add chain=forward protocol=tcp dst-port=443 tls-host=*.example.com action=passthrough
add chain=forward protocol=tcp dst-port=443 tls-host=!*.example.com action=passthrough`);
    await greet('WWW.example.com');
    await expect.poll(() => rig.packets()).toEqual([1, 0]);
    await greet('example.org');
    await expect.poll(() => rig.packets()).toEqual([1, 1]);
  });
});

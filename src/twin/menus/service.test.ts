import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { servedTwin } from '../fixtures/served-twin.ts';

const names = async (ros: string): Promise<string> => {
  const { run } = await servedTwin(ros);
  return run(':foreach s in=[/ip service find !dynamic] do={ :put [/ip service get $s name] }');
};

test('lists the services as each release does', async () => {
  expect((await names('6.49')).trim().split('\n')).toEqual([
    'telnet',
    'ftp',
    'www',
    'ssh',
    'www-ssl',
    'api',
    'winbox',
    'api-ssl',
  ]);
  const { run } = await servedTwin('6.49');
  expect(await run('/ip service print')).toMatch(/XI?\s+www-ssl\s+443\s+none/);
});

test.each([
  ['6.49', 'expected end of command'],
  ['7.15', 'bad parameter max-sessions'],
  ['7.16.2', undefined],
])('knows max-sessions or not on RouterOS %s', async (ros, message) => {
  const { run } = await servedTwin(ros);
  const set = run('/ip service set ssh max-sessions=5');
  if (message === undefined) expect(await set).toBe('');
  else await expect(set).rejects.toThrow(message);
});

test('shows open connections from 7.20 on', async () => {
  const { run, portOf } = await servedTwin('7.20');
  const socket = connect(await portOf('winbox'), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const count = (): Promise<string> => run(':put [/ip service print count-only where connection name=winbox]');
  await expect.poll(count).toBe('1\n');
  socket.destroy();
  await expect.poll(count).toBe('0\n');
});

test('keeps a certificate that is not there as invalid, and exports what was set', async () => {
  const { run } = await servedTwin('7', '/ip service set www-ssl certificate=lost disabled=no tls-version=only-1.2');
  expect(await run('/ip service print where invalid')).toContain('lost');
  expect(await run('/ip service export')).toMatch(/set www-ssl certificate=lost disabled=no tls-version=only-1\.2/);
});

test('moves a service to another port and takes it away', async () => {
  const { run, portOf } = await servedTwin();
  expect(await portOf('telnet')).toBeGreaterThan(0);
  await run('/ip service disable telnet');
  expect(await portOf('telnet')).toBe(0);
});

test.each([
  ['10.0.0.0/8,2001:db8::/32', '10.0.0.0/8,2001:db8::/32'],
  ['0.0.0.0/0,::/0', '0.0.0.0/0,::/0'],
])('lets in by prefixes of both families: %s', async (given, kept) => {
  const { run } = await servedTwin();
  await run(`/ip service set ssh address=${given}`);
  expect(await run(':put [/ip service get ssh address]')).toBe(`${kept}\n`);
  await expect(run('/ip service set ssh address=2001:db8::/200')).rejects.toThrow('invalid value for argument address');
});

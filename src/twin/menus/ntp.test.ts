import { expect, test } from 'vitest';
import { servedTwin } from '../fixtures/served-twin.ts';

test('servers= and the list of servers are one in 7', async () => {
  const { run } = await servedTwin('7', '/system ntp client set enabled=yes servers=pool.ntp.org,192.0.2.9');
  expect(await run(':put [/system ntp client get servers]')).toBe('pool.ntp.org,192.0.2.9\n');
  expect(await run(':put [:len [/system ntp client servers find]]')).toBe('2\n');
  expect((await run('/system ntp export')).split('\n').filter((line) => !line.startsWith('#'))).toEqual([
    '/system ntp client',
    'set enabled=yes',
    '/system ntp client servers',
    'add address=pool.ntp.org',
    'add address=192.0.2.9',
    '',
  ]);
  await run('/system ntp client set enabled=no');
  expect(await run(':put [:len [/system ntp client servers find]]')).toBe('2\n');
});

test('6 names two servers and more by name', async () => {
  const { run } = await servedTwin('6.49', '/system ntp client set enabled=yes primary-ntp=192.0.2.9');
  await run('/system ntp client set server-dns-names=a.pool.ntp.org,b.pool.ntp.org');
  expect(await run('/system ntp client export')).toContain(
    'set enabled=yes primary-ntp=192.0.2.9 server-dns-names=\\\n    a.pool.ntp.org,b.pool.ntp.org\n',
  );
  await expect(run('/system ntp client servers print')).rejects.toThrow();
});

test('nobody is asked by a twin that stands alone', async () => {
  const { run } = await servedTwin('7', '/system ntp client set enabled=yes servers=127.0.0.1');
  expect(await run(':put [/system ntp client get status]')).toBe('waiting\n');
});

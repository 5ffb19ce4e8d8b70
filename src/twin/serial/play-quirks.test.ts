import { expect, test } from 'vitest';
import { servedTwin } from '../fixtures/served-twin.ts';
import { parseQuirks } from './guest-quirks.ts';
import { playQuirks } from './play-quirks.ts';

test('a router that has just been booted gives settings as a list, with status 200', async () => {
  const { twin, portOf } = await servedTwin();
  playQuirks(twin, parseQuirks('knocklab.rest=60'));
  const url = `http://127.0.0.1:${await portOf('www')}/rest/system/identity`;
  const ask = async (): Promise<unknown> => {
    const response = await fetch(url, {
      headers: { authorization: `Basic ${Buffer.from('admin:').toString('base64')}` },
    });
    expect(response.status).toBe(200);
    return await response.json();
  };
  expect(await ask()).toEqual([{ name: 'MikroTik' }]);
  await twin.clock.advance(60_000);
  expect(await ask()).toEqual({ name: 'MikroTik' });
});

test('interfaces come late, as they are', async () => {
  const { twin, run } = await servedTwin();
  const names = async (): Promise<string> =>
    await run(':foreach i in=[/interface ethernet find] do={:put [/interface get $i name]}');
  const all = await names();
  playQuirks(twin, parseQuirks('knocklab.late=20'));
  expect(await names()).toBe('');
  await twin.clock.advance(20_000);
  expect(await names()).toBe(all);
});

test('an import that stopped says nothing of it, when it is told to', async () => {
  const { twin, api, run } = await servedTwin();
  playQuirks(twin, parseQuirks('knocklab.import=silent'));
  const client = await api();
  await run('/file add name=gw.rsc contents="/ip pool add name=a ranges=192.0.2.2\n/ip pool add nme=b"');
  client.send('/import', '=file-name=gw.rsc');
  expect(await client.next()).toEqual(['!done']);
  expect(await run(':put [:len [/ip pool find]]')).toBe('1\n');
});

import { expect, test } from 'vitest';
import { servedTwin } from './fixtures/served-twin.ts';

const waiting = `/system script
add name=waits source=":delay 1h; :log info late"
add name=calls source="/system script run waits"
`;

test('a script that runs is listed, with what led to it, until it ends', async () => {
  const { twin, run } = await servedTwin('7', waiting);
  await run('/system scheduler add name=hourly interval=1d on-event=calls');
  await twin.clock.advance(1000);
  const look = `:foreach job in=[/system script job find where type=command] do={
  :put ([/system script job get $job script] . " " . [/system script job get $job trace])
}`;
  expect(await run(look)).toBe(
    'calls scheduler:hourly/script:calls\nwaits scheduler:hourly/script:calls/script:waits\n',
  );
  await twin.clock.advance(3_700_000);
  expect(await run(look)).toBe('');
});

test('a script finds itself: the usual guard against running twice lets one through', async () => {
  const { twin, run, logged } = await servedTwin();
  await run(`/system script add name=once source={
  :if ([:len [/system script job find where script=[:jobname]]] > 1) do={ :error "already running" }
  :log info begun
  :delay 1m
}`);
  await run(':execute "/system script run once"');
  await run(':do { /system script run once } on-error={ :log info refused }');
  expect(logged().filter((line) => line.startsWith('script'))).toEqual(['script,info begun', 'script,info refused']);
  await twin.clock.advance(61_000);
});

test('a job that is removed goes no further, nor does what it waits for', async () => {
  const { twin, run, logged } = await servedTwin('7', waiting);
  await run('/system scheduler add name=hourly interval=1d on-event=calls');
  await twin.clock.advance(1000);
  await run('/system script job remove [find where script=calls]');
  await expect.poll(() => run(':put [:len [/system script job find where type=command]]')).toBe('0\n');
  await twin.clock.advance(7_200_000);
  expect(logged().filter((line) => line.startsWith('script'))).toEqual([]);
});

test(':execute gives the id of its job', async () => {
  const { twin, run } = await servedTwin();
  await run(':global job [:execute ":delay 1m"]');
  const found = ':global job; :put [:len [/system script job find where .id=$job]]';
  expect(await run(found)).toBe('1\n');
  await twin.clock.advance(61_000);
  expect(await run(found)).toBe('0\n');
});

test('a reboot ends what runs', async () => {
  const { twin, run, logged } = await servedTwin('7', waiting);
  await run(':execute "/system script run waits"; /system reboot');
  await twin.clock.advance(7_200_000);
  expect(logged().filter((line) => line.includes('late'))).toEqual([]);
});

test('global variables can be taken away one by one, and set from 7 on', async () => {
  const { run } = await servedTwin();
  await run(':global a 1; :global b 2; :global c 3');
  await run('/system script environment set [find name=b] value=5');
  expect(await run(':global b; :put $b')).toBe('5\n');
  await run(':foreach entry in=[/system script environment find] do={ /system script environment remove $entry }');
  expect(await run(':put [:len [/system script environment find]]')).toBe('0\n');

  const old = await servedTwin('6.49', ':global a 1');
  await expect(old.run('/system script environment set [find name=a] value=5')).rejects.toThrow();
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { inside, outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

test('a log server gets what its topics say, as UDP datagrams from the router', async () => {
  await rig.load(`/system logging action set remote remote=${inside.client} remote-port=5514 bsd-syslog=yes
/system logging add topics=firewall action=remote prefix=FW
/ip firewall filter add chain=input protocol=tcp dst-port=81 action=drop log=yes log-prefix=web`);
  const received = rig.client.exec(['sh', '-c', 'timeout 3 socat -u UDP-RECV:5514 - || true']);
  await rig.touch([81]);
  await rig.router.run('/log info "not for the server"');
  const { stdout } = await received;
  expect(stdout).toMatch(
    new RegExp(
      `^<30>\\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d MikroTik firewall,info FW: web input: in:ether1 .*${outside.attacker}:\\d+->`,
    ),
  );
  expect(stdout).not.toContain('not for the server');
});

test('a memory of one’s own, a file and their print', async () => {
  await rig.load(`/system logging action add name=mine target=memory memory-lines=2
/system logging action add name=paper target=disk disk-file-name=notes
/system logging add topics=script action=mine
/system logging add topics=script,!warning action=paper`);
  await rig.router.run(':foreach l in={"one";"two";"three"} do={/log info $l}; /log warning four');
  const mine = await rig.router.run(':foreach i in=[/log find where buffer=mine] do={:put [/log get $i message]}');
  expect(mine.trim().split(/\s+/)).toEqual(['three', 'four']);
  expect(await rig.router.run(':put [/file get notes.0.txt contents]')).toMatch(/one\n.*two\n.*three\n/);
  expect(await rig.router.run(':put [/file get notes.0.txt contents]')).not.toContain('four');
});

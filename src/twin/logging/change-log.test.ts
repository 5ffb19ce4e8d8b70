import { expect, test } from 'vitest';
import type { Session, Via } from '../accounts/session.ts';
import { twinOnPaper } from '../fixtures/twin-on-paper.ts';
import type { Twin } from '../twin.ts';

function session(twin: Twin, via: Via, management = false): Session {
  const given = twin.accounts.logIn('admin', '', { address: '192.0.2.10', via, management });
  if (given === undefined) throw new Error('refused');
  return given;
}

/** What the log says of some lines that somebody types. */
async function logged(ros: string, via: Via, text: string, management = false): Promise<string[]> {
  const twin = twinOnPaper(ros);
  const user = session(twin, via, management);
  const before = twin.log.entries.length;
  const context = { user: 'admin', session: user, policies: user.policies, print: () => undefined };
  await twin.scripts.runText({ name: 'test', text }, { ...context, signal: twin.neverAborted });
  return twin.log.entries.slice(before).map(({ topics, message }) => `${topics.join()} ${message}`);
}

const rules = `/ip firewall filter add chain=input action=drop comment="no way"
/ip firewall filter add chain=forward
/ip firewall filter set 0 action=accept
/ip firewall filter disable 0
/ip firewall filter move 1 0
/ip firewall filter remove 0,1
/ip firewall address-list add list=RFC1918 address=10.0.0.0/8
/ip dns set allow-remote-requests=yes
/ip firewall filter print`;

test.each(['6.49', '7.15'])('RouterOS %s says what was changed by whom', async (ros) => {
  expect(await logged(ros, 'ssh', rules)).toEqual(
    [
      'filter rule added',
      'filter rule added',
      'filter rule changed',
      'filter rule changed',
      'filter rule moved',
      'filter rule removed',
      'filter rule removed',
      'address list entry added',
      'dns changed',
    ].map((what) => `system,info ${what} by admin`),
  );
});

test('RouterOS 7.16 says also from where, and the command', async () => {
  const by = 'by api:admin@192.0.2.10';
  expect(await logged('7', 'api', rules)).toEqual(
    [
      `filter rule added ${by} (*1 = /ip firewall filter add action=drop chain=input comment="no way")`,
      `filter rule added ${by} (*2 = /ip firewall filter add chain=forward)`,
      `filter rule changed ${by} (/ip firewall filter set *1 action=accept)`,
      `filter rule changed ${by} (/ip firewall filter set *1 disabled=yes)`,
      `filter rule moved ${by} ()`,
      `filter rule removed ${by} (/ip firewall filter remove *2)`,
      `filter rule removed ${by} (/ip firewall filter remove *1)`,
      `address list entry added ${by} (*1 = /ip firewall address-list add address=10.0.0.0/8 list=RFC1918)`,
      `dns changed ${by} (/ip dns set allow-remote-requests=yes)`,
    ].map((line) => `system,info ${line}`),
  );
});

test('what fails is no change, and no secret is told', async () => {
  expect(await logged('7', 'ssh', ':do {/ip firewall filter add chain=input action=drp} on-error={}')).toEqual([]);
  expect(await logged('7', 'ssh', '/user add name=ops group=full password=s3cret')).toEqual([
    'system,info user ops added by ssh-cmd:admin@192.0.2.10 (*2 = /user add group=full name=ops)',
  ]);
});

test('what the harness does is no event, what the scheduler does is one', async () => {
  expect(await logged('7', 'api', rules, true)).toEqual([]);
  const twin = twinOnPaper('7');
  const context = { user: 'admin', print: () => undefined, signal: twin.neverAborted };
  await twin.scripts.runText(
    { name: 'test', text: '/ip dns static add name=nas.lan address=192.168.88.20' },
    { ...context, job: { trace: 'scheduler:add-nas-dns' } },
  );
  expect(twin.log.entries.map(({ message }) => message)).toEqual([
    'static dns entry added by scheduler:add-nas-dns (*1 = /ip dns static add address=192.168.88.20 name=nas.lan)',
  ]);
});

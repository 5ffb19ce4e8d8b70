import { expect, test } from 'vitest';
import { checkConfiguration } from './check-configuration.ts';
import { checks } from './checks.ts';
import { knocks } from './fixtures/knocks.ts';
import { openings } from './fixtures/openings.ts';
import { filter, nat, wan } from './fixtures/texts.ts';
import { unmetRules } from './fixtures/unmet-rules.ts';
import { unreachedRules } from './fixtures/unreached-rules.ts';

const rulesOf = checks.filter(({ practice }) => practice === undefined);

/** `4: can never match …`: what the checks beside the ten practices say, by the line of the text. */
function told(text: string): readonly string[] {
  const { findings } = checkConfiguration({ name: 'fw.rsc', text }, rulesOf);
  return findings.map(({ check, at, problem }) => `${check.id} ${at?.line ?? '-'}: ${problem}`);
}

const cases = [...unmetRules, ...unreachedRules, ...openings, ...knocks];

test.each(cases)('%s', (_, check, bad, finding, good) => {
  expect(told(bad)).toContain(`${check} ${finding}`);
  expect(told(good).filter((line) => line.startsWith(`${check} `))).toEqual([]);
});

test('every check has a configuration that it finds something in', () => {
  expect(new Set(cases.map(([, check]) => check))).toEqual(new Set(rulesOf.map(({ id }) => id)));
});

test('the configuration that MikroTik delivers its home routers with has no finding', () => {
  const delivered = `${wan.replace('add name=WAN', 'add name=WAN\nadd name=LAN')}add interface=bridge list=LAN
/ip dns set allow-remote-requests=yes
${filter(
  'action=accept chain=input comment="defconf: accept established,related,untracked" connection-state=established,related,untracked',
  'action=drop chain=input connection-state=invalid',
  'action=accept chain=input protocol=icmp',
  'action=accept chain=input dst-address=127.0.0.1',
  'action=drop chain=input in-interface-list=!LAN',
  'action=accept chain=forward ipsec-policy=in,ipsec',
  'action=accept chain=forward ipsec-policy=out,ipsec',
  'action=fasttrack-connection chain=forward connection-state=established,related hw-offload=yes',
  'action=accept chain=forward connection-state=established,related,untracked',
  'action=drop chain=forward connection-state=invalid',
  'action=drop chain=forward connection-nat-state=!dstnat connection-state=new in-interface-list=WAN',
)}${nat('action=masquerade chain=srcnat ipsec-policy=out,none out-interface-list=WAN')}`;
  expect(told(delivered)).toEqual([]);
});

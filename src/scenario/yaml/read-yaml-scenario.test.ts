import { expect, test } from 'vitest';
import { readYamlScenario } from './read-yaml-scenario.ts';

const head = 'scenario: Safe Haven\ntopology: safe-haven\nrouter: akbar/safe-haven.rsc\nsteps:\n';

function read(steps: string): ReturnType<typeof readYamlScenario> {
  return readYamlScenario({ name: 'haven.yaml', text: `${head}${steps}` });
}

test('reads every kind of step', () => {
  const { steps } = read(`
  - scan: { from: remote, to: router, tcp: [22, 8291], expect: filtered }
  - knock: { from: remote, to: router, sequence: [1337/tcp, 17954/udp, icmp:size=720], gap: 500ms }
  - expect: { address-list: Save Haven, holds: remote }
  - title: the administrator hears of it
    soft: true
    expect: { telegram: Drop, times: 1 }
  - advance: 1m30s
  - ping: { from: remote, to: router, expect: answered }
  - connect: { from: remote, to: router, port: 8291, expect: connected }
  - run: { on: remote, command: [id], exit: 0 }
  - run: { router: /system identity print }
  - attack: { guarded: 22, attacker: a, administrator: b, sequence: [1/tcp], expected: { udp-scan: gives way } }
`);
  expect(steps).toHaveLength(10);
  expect(steps[0]?.scan?.tcp).toEqual([22, 8291]);
  expect(steps[3]).toMatchObject({ soft: true, expect: { times: 1 } });
});

test('takes a single host for a list', () => {
  expect(read('  - expect: { reachability: a.txt, from: b }\n').steps[0]?.expect?.from).toEqual(['b']);
});

test('takes a single port for a list', () => {
  expect(read('  - scan: { from: a, to: b, tcp: 22 }\n').steps[0]?.scan?.tcp).toEqual([22]);
});

test.each([
  ['an unknown action', '  - knok: {}', 5, 5, 'Unknown property "knok". Did you mean "knock"'],
  ['two actions', '  - { advance: 1s, ping: { from: a, to: b } }', 5, 5, 'A step does one thing'],
  ['no action', '  - title: nothing', 5, 5, 'A step does one thing'],
  ['a state that is none', '  - scan: { from: a, to: b, tcp: 22, expect: shut }', 5, 46, '"shut" is none of open'],
  ['a port that is none', '  - scan: { from: a, to: b, tcp: [22, 70000] }', 5, 39, '"70000" is no port'],
  ['neither ports nor a profile', '  - scan: { from: a, to: b }', 5, 11, 'Say either the ports'],
  ['a duration that is none', '  - advance: soon', 5, 14, '"soon" is no duration such as 31s'],
  ['a knock that is none', '  - knock: { from: a, to: b, sequence: ["22"] }', 5, 41, '"22" is no knock'],
  ['a list without a judgement', '  - expect: { address-list: x }', 5, 13, 'holds or does-not-hold'],
  ['no subject', '  - expect: { times: 3 }', 5, 13, 'Expect one of'],
  ['a situation of no snapshot', '  - expect: { log: x, when: at first }', 5, 13, 'when and from go with reachability'],
  ['a snapshot and a log', '  - expect: { reachability: a.txt, log: x }', 5, 13, 'Expect one of'],
  ['a command without a host', '  - run: { command: [id] }', 5, 10, 'Say a host and its command'],
  [
    'an unknown attack',
    '  - attack: { guarded: 22, attacker: a, administrator: b, sequence: [1/tcp], only: [udp-scan, slow-scann] }',
    5,
    95,
    'There is no attack "slow-scann". Did you mean "slow-scan"',
  ],
  [
    'an unknown attack that is expected',
    '  - attack: { guarded: 22, attacker: a, administrator: b, sequence: [1/tcp], expected: { udp: holds } }',
    5,
    90,
    'There is no attack "udp"',
  ],
  [
    'a knock in an attack that is none',
    '  - attack: { guarded: 22, attacker: a, administrator: b, sequence: ["22"] }',
    5,
    70,
    '"22" is no knock',
  ],
  [
    'attacks that are soft',
    '  - { soft: true, attack: { guarded: 22, attacker: a, administrator: b, sequence: [1/tcp] } }',
    5,
    13,
    'Each attack is a soft step as it is',
  ],
  ['a missing property', '  - connect: { from: a, to: b }', 5, 5, 'Property "port" is missing'],
])('answers %s with its place', (_, step, line, column, message) => {
  const error = expect.objectContaining({
    code: 'input/scenario',
    message: expect.stringMatching(new RegExp(`haven\\.yaml:${line}:${column}\n`)),
  });
  expect(() => read(`${step}\n`)).toThrow(error);
  expect(() => read(`${step}\n`)).toThrow(message);
});

test('answers text that is no YAML with its place', () => {
  expect(() => read('  - scan: { from: a\n')).toThrow(/haven\.yaml:\d+:\d+/);
});

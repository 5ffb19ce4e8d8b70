import { describe, expect, test } from 'vitest';
import type { Props } from '../menu/menu-spec.ts';
import { parseVersion } from '../version.ts';
import { stagesOf } from './matchers/all-matchers.ts';
import { kernelRule } from './rule-actions.ts';
import type { Counters, KernelRule, KernelTable } from './ruleset.ts';
import { parseCounters, restoreText, writeRule } from './ruleset.ts';

const names = {
  family: 'ip' as const,
  rule: 'filter*A',
  interfaceListMembers: () => ['ether1', 'ether2'],
  mark: (_kind: string, name: string) => (name === 'no-mark' ? 0 : 5),
  label: () => 3,
  rateBit: () => 0x40000,
  psdSets: (seconds: number) => ({ sources: `s${seconds}`, scores: `w${seconds}`, ports: `p${seconds}` }),
  kernelInterface: (name: string) => (name === 'lan one' ? 'ros1' : name),
  addressList: (list: string) => `L-${list}`,
  interfaceListBit: () => 4,
  chain: (name: string) => `chain-${name}`,
  sets: (list: string) => ({ union: `L-${list}`, fixed: `S-${list}`, dynamic: `D-${list}` }),
  seconds: (duration: string) => Number.parseInt(duration, 10),
};

function rule(props: Props, version = '7', table: KernelTable['name'] = 'filter'): KernelRule {
  return kernelRule(
    { family: 'ip', table, version: parseVersion(version) },
    { id: '*A', props },
    stagesOf(props, names),
    names,
  );
}

function textOf(rules: readonly KernelRule[], counters: ReadonlyMap<string, Counters> = new Map()): string {
  const table: KernelTable = {
    family: 'ip',
    name: 'filter',
    chains: [{ name: 'chain0', rules: rules.map((each) => writeRule('chain0', each)) }],
    hooks: [{ hook: 'INPUT', chain: 'chain0' }],
  };
  return restoreText(table, counters, 18_728);
}

/** What stands before the rule's comment. */
function matched(props: Props): string {
  const line = textOf([rule({ action: 'drop', ...props })])
    .split('\n')
    .find((text) => text.includes('--comment filter*A'));
  return /-A chain0 (.*)-m comment/.exec(line ?? '')?.[1]?.trim() ?? '';
}

/** What stands behind it, and the lines of the rule's own chain. */
function acted(props: Props, version = '6.49', table: KernelTable['name'] = 'filter'): string[] {
  const text = textOf([rule(props, version, table)]).split('\n');
  return text.flatMap((line) => {
    const own = /^-A filter\*A (.*)/.exec(line)?.[1];
    const main = /--comment filter\*A ?(.*)/.exec(line)?.[1];
    return own === undefined ? (main === undefined ? [] : [main]) : [`  ${own}`];
  });
}

describe('matchers', () => {
  test.each<[Props, string]>([
    [{}, ''],
    [{ protocol: 'tcp' }, '-p 6'],
    [{ protocol: '!ipsec-esp' }, '! -p 50'],
    [{ 'src-address': '192.0.2.0/24' }, '-s 192.0.2.0/24'],
    [{ 'dst-address': '!192.0.2.1' }, '! -d 192.0.2.1'],
    [{ 'src-address': '192.0.2.1-192.0.2.9' }, '-m iprange --src-range 192.0.2.1-192.0.2.9'],
    [{ 'dst-address': '!192.0.2.1-192.0.2.9' }, '-m iprange ! --dst-range 192.0.2.1-192.0.2.9'],
    [{ 'src-address-list': 'bad' }, '-m set --match-set L-bad src'],
    [{ 'dst-address-list': '!bad' }, '-m set ! --match-set L-bad dst'],
    [{ 'in-interface': 'lan one' }, '-i ros1'],
    [{ 'out-interface': '!ether1' }, '! -o ether1'],
    [{ 'in-interface-list': 'LAN' }, '-m devgroup --src-group 0x10/0x10'],
    [{ 'out-interface-list': '!LAN' }, '-m devgroup ! --dst-group 0x10/0x10'],
    [{ 'src-address-type': 'local,broadcast' }, '-m addrtype --src-type LOCAL,BROADCAST'],
    [{ 'dst-address-type': '!local' }, '-m addrtype ! --dst-type LOCAL'],
    [{ 'src-mac-address': '02:00:00:00:00:01' }, '-m mac --mac-source 02:00:00:00:00:01'],
    [{ protocol: 'tcp', 'dst-port': '22,80-90' }, '-p 6 -m multiport --dports 22,80:90'],
    [{ protocol: 'udp', 'src-port': '!53' }, '-p 17 -m multiport ! --sports 53'],
    [{ protocol: 'tcp', port: '22' }, '-p 6 -m multiport --ports 22'],
    [{ protocol: 'tcp', 'tcp-flags': 'syn,!ack' }, '-p 6 -m tcp --tcp-flags SYN,ACK SYN'],
    [{ protocol: 'tcp', 'tcp-flags': '!syn' }, '-p 6 -m tcp --tcp-flags SYN NONE'],
    [{ protocol: 'icmp', 'icmp-options': '8:0' }, '-p 1 -m icmp --icmp-type 8/0'],
    [{ protocol: 'icmp', 'icmp-options': '8:0-255' }, '-p 1 -m icmp --icmp-type 8'],
    [{ protocol: 'icmp', 'icmp-options': '!3:4-4' }, '-p 1 -m icmp ! --icmp-type 3/4'],
    [{ 'connection-state': 'established,related' }, '-m conntrack --ctstate ESTABLISHED,RELATED'],
    [{ 'connection-nat-state': '!dstnat' }, '-m conntrack ! --ctstate DNAT'],
    [{ 'packet-size': '40-60' }, '-m length --length 40:60'],
    [{ ttl: 'not-equal:64' }, '-m ttl ! --ttl-eq 64'],
    [{ content: 'open sesame' }, '-m string --algo bm --string "open sesame"'],
    [{ content: '!a\r\n' }, '-m string --algo bm ! --hex-string "|610d0a|"'],
    [{ content: '-t' }, '-m string --algo bm --hex-string "|2d74|"'],
    [{ content: 'say "ä"' }, '-m string --algo bm --hex-string "|7361792022c3a422|"'],
  ])('%j', (props, expected) => {
    expect(matched(props)).toBe(expected);
  });

  test('more ports than one match of the kernel holds are looked for in turn', () => {
    const text = textOf([
      rule({ protocol: 'tcp', 'dst-port': '1,2,3,4,5,6,7,8,9,10,11,12,13,14,15-16', action: 'drop' }),
    ]);
    expect(text).toContain('-A chain0 -p 6 -j filter*A.0\n');
    expect(text).toContain('-A filter*A.0 -p 6 -m multiport --dports 15:16 -g filter*A.s1');
    expect(text).toContain('-A filter*A.s1 -p 6 -m comment --comment filter*A -j DROP');
  });

  test('15 ports are not too many', () => {
    expect(matched({ protocol: 'tcp', 'dst-port': '1,2,3,4,5,6,7,8,9,10,11,12,13,14-15' })).toContain('14:15');
  });
});

describe('actions', () => {
  test.each<[Props, string[]]>([
    [{}, ['-j ACCEPT']],
    [{ action: 'drop' }, ['-j DROP']],
    [{ action: 'reject' }, ['-j REJECT --reject-with icmp-net-unreachable']],
    [{ action: 'reject', 'reject-with': 'tcp-reset' }, ['-j REJECT --reject-with tcp-reset']],
    [{ action: 'passthrough' }, ['']],
    [
      { action: 'fasttrack-connection' },
      [
        '-j filter*A',
        '  -p 6 -j CONNMARK --set-xmark 0x10000/0x10000',
        '  -p 17 -j CONNMARK --set-xmark 0x10000/0x10000',
      ],
    ],
    [{ action: 'jump', 'jump-target': 'mine' }, ['-j chain-mine']],
    [{ action: 'return' }, ['-j RETURN']],
    [{ action: 'masquerade' }, ['-j MASQUERADE']],
    [{ action: 'masquerade', 'to-ports': '1000-2000' }, ['-j MASQUERADE --to-ports 1000-2000']],
    [{ action: 'redirect', 'to-ports': '80' }, ['-j REDIRECT --to-ports 80']],
    [{ action: 'dst-nat', 'to-addresses': '192.0.2.9' }, ['-j DNAT --to-destination 192.0.2.9']],
    [{ action: 'dst-nat', 'to-addresses': '192.0.2.9', 'to-ports': '80' }, ['-j DNAT --to-destination 192.0.2.9:80']],
    [{ action: 'dst-nat', 'to-ports': '80' }, ['-j DNAT --to-destination :80']],
    [{ action: 'src-nat', 'to-addresses': '192.0.2.8/30' }, ['-j SNAT --to-source 192.0.2.8-192.0.2.11']],
    [{ action: 'netmap', 'to-addresses': '192.0.2.0/24' }, ['-j NETMAP --to 192.0.2.0/24']],
    [
      { action: 'netmap', chain: 'srcnat', 'to-addresses': '192.0.2.1-192.0.2.5' },
      ['-j SNAT --to-source 192.0.2.1-192.0.2.5 --persistent'],
    ],
  ])('%j', (props, expected) => {
    expect(acted(props)).toEqual(expected);
  });

  test.each<[Props, string]>([
    [{ action: 'dst-nat' }, 'action=dst-nat without to-addresses and to-ports'],
    [{ action: 'netmap' }, 'action=netmap without to-addresses'],
  ])('%j is refused', (props, text) => {
    expect(() => rule(props)).toThrow(text);
  });

  test('a source goes on a list with the time given, unless a static entry holds it', () => {
    const props = { action: 'add-src-to-address-list', 'address-list': 'bad', 'address-list-timeout': '30' };
    expect(acted(props)).toEqual([
      '-j filter*A',
      '  -m set ! --match-set L-bad src -j NFLOG --nflog-group 5 --nflog-prefix +filter*A --nflog-threshold 1 --nflog-size 128',
      '  -m set ! --match-set S-bad src -j SET --add-set D-bad src --exist --timeout 30',
    ]);
  });

  test('without a time an entry stays', () => {
    expect(acted({ action: 'add-dst-to-address-list', 'address-list': 'bad' }).at(-1)).toBe(
      '  -m set ! --match-set S-bad dst -j SET --add-set D-bad dst --exist --timeout 0',
    );
  });

  test('the log comes before the action', () => {
    expect(acted({ action: 'drop', log: 'yes' })).toEqual([
      '-j filter*A',
      '  -j NFLOG --nflog-group 5 --nflog-prefix filter*A --nflog-threshold 1 --nflog-size 128',
      '  -j DROP',
    ]);
  });

  test('from 7 on the log tells the states of connections apart', () => {
    const lines = acted({ action: 'log' }, '7');
    expect(lines.map((line) => /--ctstate (\w+) .*--nflog-prefix "filter\*A (\w+)"/.exec(line)?.slice(1))).toEqual([
      undefined,
      ['INVALID', 'invalid'],
      ['ESTABLISHED', 'established'],
      ['RELATED', 'related'],
      ['NEW', 'new'],
      ['UNTRACKED', 'untracked'],
    ]);
  });

  test('a return with a log leaves the chain that the rule is in', () => {
    expect(acted({ action: 'return', log: 'yes' })).toEqual(['-g filter*A', expect.any(String), '  -j RETURN']);
  });
});

describe('the whole table', () => {
  test('rules stand in order behind what no rule sees, with the counters they had', () => {
    const accept = { ...rule({ action: 'accept' }), name: 'filter*1' };
    const drop = { ...rule({ action: 'drop' }), name: 'filter*2' };
    const text = textOf([accept, drop], new Map([['filter*2', { packets: 7, bytes: 420 }]]));
    expect(text.split('\n')).toEqual([
      '*filter',
      ':INPUT ACCEPT [0:0]',
      ':chain0 - [0:0]',
      '-A INPUT -i lo -p tcp -m multiport --ports 18728 -j ACCEPT',
      '-A INPUT -i lo -p udp --dport 18729 -j DROP',
      '-A INPUT -p udp -m multiport --sports 67,68 -m multiport --dports 67,68 -j ACCEPT',
      '-A INPUT -j chain0',
      '[0:0] -A chain0 -m comment --comment filter*1 -j ACCEPT',
      '[7:420] -A chain0 -m comment --comment filter*2 -j DROP',
      'COMMIT',
      '',
    ]);
  });

  test('counters are read by the name of the rule', () => {
    const saved = `*filter
:INPUT ACCEPT [12:840]
[3:180] -A INPUT -i lo -j ACCEPT
[5:300] -A chain0 -p tcp -m comment --comment "filter*1" -j ACCEPT
[2:80] -A chain0 -m comment --comment "filter*1F" -j filter*1F
[2:80] -A filter*1F -j DROP
COMMIT`;
    expect([...parseCounters(saved)]).toEqual([
      ['filter*1', { packets: 5, bytes: 300 }],
      ['filter*1F', { packets: 2, bytes: 80 }],
    ]);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// What real configurations need, row by row of our survey of them, and where it is proved: a file, and words that the
// proof cannot do without. A row whose proof goes is a row that nobody keeps.
const proofs: readonly (readonly [row: string, file: string, words: RegExp])[] = [
  ['path styles, blocks, joined lines, escapes', 'test/language/traps.test.ts', /slash|joined|escape/i],
  ['find in all forms, numbers, names, ids', 'src/twin/console/item-commands.test.ts', /find|numbers/],
  ['drop, accept, reject, jump, return, passthrough', 'test/twin/rules.lab.test.ts', /action=drop/],
  ['add-src/dst-to-address-list', 'test/twin/address-lists.lab.test.ts', /add-src-to-address-list/],
  ['masquerade, dst-nat, src-nat, redirect, netmap', 'test/twin/firewall-tables.lab.test.ts', /netmap/],
  ['mark-connection, mark-routing, mark-packet, change-mss', 'test/twin/firewall-tables.lab.test.ts', /mark-packet/],
  ['notrack', 'test/twin/firewall-tables.lab.test.ts', /notrack/],
  ['tarpit', 'test/twin/matchers/tarpit.lab.test.ts', /action=tarpit/],
  ['psd', 'test/twin/matchers/psd.lab.test.ts', /psd=21,3s,3,1/],
  ['limit, dst-limit, connection-limit, nth, random', 'test/twin/matchers/rates.lab.test.ts', /dst-limit=/],
  [
    'tcp-flags, icmp-options, content, packet-size, ttl, fragment',
    'test/twin/matchers/packets.lab.test.ts',
    /content=needle/,
  ],
  ['layer7-protocol, tls-host', 'test/twin/matchers/data.lab.test.ts', /layer7-protocol/],
  ['marks, connection-bytes, per-connection-classifier', 'test/twin/matchers/connection.lab.test.ts', /no-mark/],
  ['time', 'test/twin/matchers/time.lab.test.ts', /time=/],
  ['hop-limit and the other matchers of IPv6', 'test/twin/matchers/ipv6.lab.test.ts', /hop-limit/],
  ['filter, raw, mangle and lists of IPv6', 'test/twin/ipv6-firewall.lab.test.ts', /ipv6 firewall/],
  ['names, ranges, long timeouts and none-static in lists', 'test/twin/firewall-lists.lab.test.ts', /none-static/],
  ['interface lists, bridges, ethernet, vlan', 'test/twin/network-links.lab.test.ts', /vlan/],
  ['addresses and routes', 'test/twin/network-routes.lab.test.ts', /route/],
  ['dns and its static names', 'test/twin/network-dns.lab.test.ts', /static/],
  ['dhcp-client, dhcp-server, leases, pool', 'test/twin/network-dhcp.lab.test.ts', /lease/],
  ['services with address and port', 'test/twin/nmap.lab.test.ts', /-sV/],
  ['scripts, jobs, environment', 'src/twin/script-jobs.test.ts', /environment/],
  ['scheduler', 'src/twin/scheduler.test.ts', /start-time/],
  ['logging and its actions', 'test/twin/logging.lab.test.ts', /target=memory/],
  ['files', 'src/twin/menus/files.test.ts', /contents/],
  ['users', 'test/twin/ssh.lab.test.ts', /password/],
  ['fetch', 'src/twin/tools/fetch/fetch.test.ts', /fetch/],
  ['netwatch', 'test/twin/netwatch.lab.test.ts', /netwatch/],
  ['ping, traceroute', 'test/twin/tools.lab.test.ts', /ping/],
  ['e-mail', 'test/twin/e-mail.lab.test.ts', /RCPT TO/],
  ['import', 'test/twin/round-trip.lab.test.ts', /load|import/],
  ['functions, arrays, operators, interpolation', 'src/routeros/interpreter/language.test.ts', /->/],
  ['convert', 'src/routeros/interpreter/commands/convert.test.ts', /:convert/],
  ['serialize, deserialize', 'src/routeros/interpreter/commands/serialize.test.ts', /:serialize/],
  ['menus without an effect', 'test/twin/kept.test.ts', /security-profiles/],
  ['what is refused, and where', 'test/twin/corpus.test.ts', /is refused/],
];

test.each(proofs)('%s', (_, file, words) => {
  expect(existsSync(file), `${file} is gone`).toBe(true);
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(words);
  expect(text).toMatch(/\btest(\.each)?\b/);
});

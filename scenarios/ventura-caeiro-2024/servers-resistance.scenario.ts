import { givesWayTo, type WithstandOptions } from '../../src/attacks/withstand.ts';
import { scenario } from '../../src/scenario/scenario.ts';
import { fwknopDoor, knockdDoor } from './daemon-doors.ts';
import { ipsetDoor, nftablesDoor, recentDoor } from './filter-doors.ts';
import { type ServersHost, serversScenario } from './paper.ts';
import type { ServerDoor, ServersContext } from './server-door.ts';
import { withstandAt } from './server-system.ts';

interface Candidate {
  readonly title: string;
  readonly about: string;
  readonly open: (context: ServersContext) => Promise<ServerDoor>;
  readonly options: WithstandOptions & { readonly oneTime?: boolean };
}

/** A ladder without a way down: whoever asks again and again, in whatever order, arrives. */
const ladder = [
  'sequential-scan',
  'knock-port-scan',
  'fragmented-scan',
  'udp-scan',
  'decoy-scan',
  'every-order',
  'outliving-connection',
];

const candidates: readonly Candidate[] = [
  {
    title: 'A server with iptables and its match "recent", under attack',
    about:
      'The paper names iptables as one of the firewalls that do port knocking alone. The ladder of its match "recent" is climbed by any scan that asks silent ports again, and IPv6 has a filter of its own that nobody thought of.',
    open: recentDoor,
    options: { expected: givesWayTo(...ladder, 'ipv6-side-door') },
  },
  {
    title: 'A server with iptables and ipset, under attack',
    about:
      'The same ladder with a set for each stage, whose entries end by themselves. It gives way where "recent" does, and does not forget anybody when many knock.',
    open: ipsetDoor,
    options: { expected: givesWayTo(...ladder, 'ipv6-side-door') },
  },
  {
    title: 'A server with nftables, under attack',
    about:
      'The paper names nftables as the successor. One table filters IPv4 and IPv6 together, which closes the side door; the ladder is the same.',
    open: nftablesDoor,
    options: { expected: givesWayTo(...ladder) },
  },
  {
    title: 'A server with knockd, under attack',
    about:
      'The paper discusses knockd beside the RouterOS firewall. It sets back whoever errs, so that scans do not get in; it also sets back an administrator whose knocks arrive twice.',
    open: knockdDoor,
    options: { expected: givesWayTo('every-order', 'doubled-knock', 'outliving-connection', 'ipv6-side-door') },
  },
  {
    title: 'A server with fwknop, under attack',
    about:
      'Single-packet authorisation is what came after port knocking: one datagram that is encrypted, authenticated and good for one time. What was heard is worth nothing to the listener, which is what no sequence that stays the same can do.',
    open: fwknopDoor,
    options: { oneTime: true, expected: givesWayTo('outliving-connection', 'ipv6-side-door') },
  },
];

for (const { title, about, open, options } of candidates) {
  scenario<ServersHost>(
    title,
    { ...serversScenario, about, router: 'ventura-caeiro-2024/published.rsc' },
    async (context) => {
      await withstandAt(context, await open(context), options);
    },
  );
}

import type { Draft } from './draft.ts';
import type { Site } from './side.ts';
import type { SiteHost } from './site-hosts.ts';
import { SitePorts } from './site-ports.ts';

/** The same over IPv6, where nothing is translated: who is behind the router stands in the open unless a rule says otherwise. */
export function draftSix(site: Site, all: readonly SiteHost[]): readonly Draft[] {
  const ports = new SitePorts(site);
  const hosts = all.filter(({ address6 }) => address6 !== undefined);
  const members = hosts.filter(({ role }) => role === 'member');
  const visitors = hosts.filter(({ role }) => role === 'visitor');
  const strangers = hosts.filter(({ role }) => role === 'stranger');
  return [
    ...members.flatMap((from) => routerSeenBy(from, ports)),
    ...members.flatMap((from) => visitors.map((to) => pings(from, to, 'the world'))),
    ...strangers.flatMap((from) =>
      members.flatMap((to) => [pings(from, to, to.name), scans(from, to, ports.forwarded())]),
    ),
    ...strangers.flatMap((from) => routerSeenBy(from, ports)),
  ];
}

function routerSeenBy({ name, side }: SiteHost, ports: SitePorts): Draft[] {
  const six = side.six?.router;
  if (six === undefined) return [];
  const title = `what ${name} sees of the router over IPv6`;
  return [
    { title, act: { do: 'ping', from: name, to: 'router', six } },
    { title, act: { do: 'scan', from: name, to: 'router', six, tcp: ports.ofRouter() } },
  ];
}

const pings = ({ name }: SiteHost, to: SiteHost, called: string): Draft => ({
  title: `${name} and ${called} over IPv6`,
  act: { do: 'ping', from: name, to: to.name, ...sixOf(to) },
});

const scans = ({ name }: SiteHost, to: SiteHost, tcp: readonly number[]): Draft => ({
  title: `what ${name} may do with ${to.name} over IPv6`,
  act: { do: 'scan', from: name, to: to.name, tcp, ...sixOf(to) },
});

const sixOf = ({ address6 }: SiteHost): { six?: string } => (address6 === undefined ? {} : { six: address6 });

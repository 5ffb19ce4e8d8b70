import { type Attack, givesWay, holds } from './attack.ts';

const ipv6: Attack = {
  id: 'ipv6-side-door',
  family: 'side door',
  title: 'the same ports over IPv6',
  tries: 'to find the door of the other family open: what stands under /ip firewall filter does not filter IPv6',
  how: 'a look at the guarded ports over IPv6',
  holding: 'none of them is open',
  notApplicable: ({ sideDoors }) =>
    sideDoors?.ipv6 === undefined ? 'nobody has an IPv6 address in this network' : undefined,
  run: async ({ system }) => {
    const { open } = await system.attacker.look(system.sideDoors?.ipv6 ?? '', system.guarded);
    const text = `over ${system.sideDoors?.ipv6}`;
    return open.length > 0 ? givesWay(`${open.join(', ')} open ${text}`) : holds(`nothing open ${text}`);
  },
};

/** What RouterOS serves as it comes: FTP, SSH, telnet, DNS, WebFig, its API with and without TLS, bandwidth test, Winbox. */
const served = [21, 22, 23, 53, 80, 443, 2000, 8291, 8728, 8729] as const;

const otherServices: Attack = {
  id: 'other-services',
  family: 'side door',
  title: 'the router’s other services',
  tries: 'to log in where nobody thought of a guard: API, FTP, bandwidth test',
  how: `a look at TCP ports ${served.join(', ')}`,
  holding: 'none of them is open to the attacker',
  notApplicable: ({ target }) => (target === undefined ? undefined : 'the guarded host is not the router'),
  run: async ({ system, context }) => {
    const { open } = await system.attacker.look(system.target ?? context.router, served);
    return open.length > 0 ? givesWay(`${open.join(', ')} open`) : holds(`none of ${served.join(', ')} open`);
  },
};

const forwardChain: Attack = {
  id: 'forward-chain',
  family: 'side door',
  title: 'through the router instead of to it',
  tries: 'to reach what lies behind the router: the input chain says nothing about it',
  how: 'a connection to a service behind the router, with a route to its network over the router',
  holding: 'it is not open to the attacker',
  notApplicable: ({ sideDoors }) =>
    sideDoors?.behind === undefined ? 'nothing is served behind the router in this network' : undefined,
  run: async ({ system }) => {
    const { behind } = system.sideDoors ?? {};
    if (behind === undefined) throw new Error('there is nothing behind the router');
    const { host, port } = behind;
    const address = host.address ?? '';
    await host.serve(port);
    const { open } = await system.attacker.look(address, [port]);
    return open.length > 0
      ? givesWay(`${address} port ${port} open to the attacker`)
      : holds(`${address} port ${port} not open to the attacker`);
  },
};

export const sideDoors: readonly Attack[] = [ipv6, otherServices, forwardChain];

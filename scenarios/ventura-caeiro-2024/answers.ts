import { expect } from '../../src/scenario/scenario.ts';
import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import type { ScenarioRouter } from '../../src/scenario/scenario-router.ts';
import { put } from '../list-changes.ts';
import { service } from './paper.ts';
import type { ServersContext } from './server-door.ts';

/** The attacker's addresses: here he is the internet. */
const internet = { IPv4: '203.0.113.66', IPv6: '2001:db8:113::66' };

/** A datagram to a port that nobody listens at: 1 when the ICMP error came back to the asker, 142 when nothing did. */
const ask = 'exec 3<>"/dev/udp/$1/9" && echo >&3 && read -r -t 1 <&3';
const refused = 1;

/** The router asks the internet: what belongs to its questions comes back, ICMP errors too. */
export async function expectRouterHearsAnswers({ router }: ServersContext): Promise<void> {
  await expectHears(router);
}

/** The server behind it, too. */
export async function expectAnswers({ attacker, server, router }: ServersContext): Promise<void> {
  await expectHears(router);
  await expectHears(server);
  await attacker.serve(8080);
  expect((await server.look(attacker, [8080])).open).toEqual([8080]);
}

async function expectHears(host: ScenarioHost | ScenarioRouter): Promise<void> {
  const asked = await host.exec(['bash', '-c', ask, 'ask', internet.IPv4]);
  expect(asked.exitCode, `${host.name} hears that a port is closed`).toBe(refused);
  const pinged = await host.exec(['ping', '-c', '1', '-W', '1', internet.IPv4]);
  expect(pinged.exitCode, `${host.name} pings`).toBe(0);
}

/** The same for the server over IPv6. */
export async function expectAnswersOverIPv6({ attacker, server }: ServersContext): Promise<void> {
  expect((await server.exec(['bash', '-c', ask, 'ask', internet.IPv6])).exitCode).toBe(refused);
  await attacker.exec(['sh', '-c', 'socat TCP6-LISTEN:8081,fork,reuseaddr SYSTEM:true >/dev/null 2>&1 & sleep 0.1']);
  expect((await server.look(internet.IPv6, [8081])).open).toEqual([8081]);
}

/** The guarded port belongs to the router's address, and only for those outside: the server reaches others at theirs. */
export async function expectForeignService({ attacker, server }: ServersContext): Promise<void> {
  await attacker.serve(service);
  expect((await server.look(attacker, [service])).open).toEqual([service]);
}

/**
 * Who is allowed reaches the service at the router's address and nothing else behind it. What the servers send goes out as
 * it is, although no answer comes back in: these forms let nothing in but the service.
 */
export async function expectOnlyTheServiceBehind(context: ServersContext): Promise<void> {
  const { remote, attacker, server, router } = context;
  await server.serve(445);
  await put(router, remote, 'allowed');
  expect((await remote.look(router, [22, service])).open).toEqual([service]);
  expect((await remote.look(server, [445, service])).open).toEqual([]);
  expect((await remote.ping(server)).received).toBe(0);
  await put(router, remote);
  expect((await remote.look(router, [service])).open).toEqual([]);

  await attacker.serve(service);
  await server.look(attacker, [service]);
  const connections = await router.print('/ip/firewall/connection', { query: { protocol: 'tcp' } });
  const own = connections.filter(({ 'dst-address': to = '' }) => to.startsWith(`${internet.IPv4}:`));
  expect(own.map(({ 'reply-src-address': from = '' }) => from)).toEqual(own.map(() => `${internet.IPv4}:${service}`));
  expect(own).not.toEqual([]);

  const before = await echoesHeard(attacker);
  expect((await attacker.look('2001:db8:50::10', [service])).open).toEqual([]);
  await server.exec(['ping', '-6', '-c', '1', '-W', '1', internet.IPv6]);
  expect(await echoesHeard(attacker)).toBe(before + 1);
}

/** How many IPv6 pings have come to a host, says its kernel. */
async function echoesHeard(host: ScenarioHost): Promise<number> {
  const { stdout } = await host.exec(['awk', '/^Icmp6InEchos /{ print $2 }', '/proc/net/snmp6']);
  return Number(stdout);
}

import { expect } from '../../src/scenario/scenario.ts';
import { service } from './paper.ts';
import type { ServersContext } from './server-door.ts';

/** The attacker's addresses: here he is the internet. */
export const internet = { IPv4: '203.0.113.66', IPv6: '2001:db8:113::66' };

/** A datagram to a port that nobody listens at: 1 when the ICMP error came back to the asker, 142 when nothing did. */
const ask = 'exec 3<>"/dev/udp/$1/9" && echo >&3 && read -r -t 1 <&3';
const refused = 1;

/** The router and the server ask the internet: what belongs to their questions comes back, ICMP errors too. */
export async function expectAnswers({ attacker, server, router }: ServersContext): Promise<void> {
  for (const host of [router, server]) {
    const asked = await host.exec(['bash', '-c', ask, 'ask', internet.IPv4]);
    expect(asked.exitCode, `${host.name} hears that a port is closed`).toBe(refused);
    const pinged = await host.exec(['ping', '-c', '1', '-W', '1', internet.IPv4]);
    expect(pinged.exitCode, `${host.name} pings`).toBe(0);
  }
  await attacker.serve(8080);
  expect((await server.look(attacker, [8080])).open).toEqual([8080]);
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

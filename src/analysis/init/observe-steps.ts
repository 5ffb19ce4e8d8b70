import { addressOf, routerAddressFor } from '../../lab/topology/topology.ts';
import { connect } from '../../probes/connect.ts';
import { scanWithControl } from '../../probes/control.ts';
import { knock } from '../../probes/knock.ts';
import { ping } from '../../probes/ping.ts';
import { serve } from '../../probes/serve.ts';
import type { Testbed } from '../../scenario/testbed.ts';
import type { Act, Draft, Seen } from './draft.ts';

/** Does what a scenario would do, in its order, and gives what came of each act. */
export async function observeSteps(testbed: Testbed, drafts: readonly Draft[]): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (const { act } of drafts) seen.push(await observe(testbed, act));
  return seen;
}

async function observe(testbed: Testbed, act: Act): Promise<Seen> {
  const { lab, clock } = testbed;
  if (act.do === 'advance') {
    await clock.advance(act.duration);
    return {};
  }
  if (act.do === 'serve') {
    await serve(lab.host(act.on), act.port);
    return {};
  }
  const from = lab.host(act.from);
  const address = ('six' in act ? act.six : undefined) ?? addressFor(testbed, act.from, act.to);
  if (act.do === 'ping') return await pinged(testbed, act.from, address);
  if (act.do === 'connect') return { outcome: (await connect(from, address, act.port)).outcome };
  if (act.do === 'knock') {
    await knock(from, address, act.sequence);
    return {};
  }
  const { scan, control } = await scanWithControl(from, address, { tcp: act.tcp }, { control: act.control ?? 'auto' });
  const states = Object.fromEntries(act.tcp.map((port) => [port, scan.stateOf(port) ?? 'filtered']));
  return { states, isControlled: control !== undefined };
}

/** Where no route leads, nothing can be sent, and so nothing be seen. */
async function pinged({ lab }: Testbed, from: string, address: string): Promise<Seen> {
  const result = await ping(lab.host(from), address).catch(() => undefined);
  return result === undefined ? {} : { outcome: result.received > 0 ? 'answered' : 'unanswered' };
}

function addressFor({ lab }: Testbed, from: string, to: string): string {
  if (/^\d+(?:\.\d+){3}$/.test(to)) return to;
  if (to === lab.router.name) return routerAddressFor(lab.topology, from) ?? '';
  const [own] = Object.values(lab.topology.hosts[to]?.interfaces ?? {});
  return lab.host(to).address ?? (own === undefined ? '' : (addressOf(own) ?? ''));
}

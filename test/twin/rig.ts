import { startLab } from '../../src/lab/fabrics/netns/start-lab.ts';
import type { Lab, LabHost } from '../../src/lab/lab.ts';
import { findTopology, readTopology } from '../../src/lab/topology/read-topology.ts';
import { ping } from '../../src/probes/ping.ts';
import { scan } from '../../src/probes/scan.ts';
import type { StartedRouter } from '../../src/router/drivers/started-router.ts';
import { startTwin } from '../../src/router/drivers/twin.ts';
import type { Router } from '../../src/router/router.ts';
import type { PortState } from '../../src/trace/events.ts';

/** A twin between an attacker outside (ether1) and a client in the LAN (ether2), with addresses and no rules. */
export interface Rig extends AsyncDisposable {
  readonly lab: Lab;
  readonly router: Router;
  readonly twin: StartedRouter;
  readonly attacker: LabHost;
  readonly client: LabHost;
  /** Imports a configuration. */
  load(text: string): Promise<void>;
  /** Takes rules, address lists and NAT away again. */
  clear(): Promise<void>;
  /** State of one TCP port of the router as a host sees it. */
  stateOf(port: number, from?: LabHost): Promise<PortState['state']>;
  /** Sends one SYN to each port, in turn. */
  touch(ports: readonly number[], from?: LabHost): Promise<void>;
  answers(to: string, from?: LabHost): Promise<boolean>;
  /** Addresses on a list, with the time they still have. */
  entries(list: string): Promise<Readonly<Record<string, string | undefined>>>;
  /** Messages of the firewall's log lines. */
  logged(): Promise<string[]>;
  /** Packets of the filter rules, in order. */
  packets(): Promise<number[]>;
}

export const outside = { router: '198.51.100.1', attacker: '198.51.100.66' } as const;
export const inside = { router: '192.0.2.1', client: '192.0.2.10' } as const;

const base = `/ip address
add address=${outside.router}/24 interface=ether1
add address=${inside.router}/24 interface=ether2
`;

let rigs = 0;

export async function startRig(ros: '6.49' | '7' = '7'): Promise<Rig> {
  const name = `rig-${process.pid}-${++rigs}`;
  const lab = await startLab(await readTopology(await findTopology('small')), { name });
  const twin = await startTwin(lab.router, { ros, clock: 'virtual' });
  const { router } = twin;
  const [attacker, client] = [lab.host('attacker'), lab.host('client')];
  const addressOf = (host: LabHost): string => (host === client ? inside.router : outside.router);
  const load = (text: string): Promise<void> => router.importConfig({ name: 'test.rsc', text });
  await load(base);
  return {
    lab,
    router,
    twin,
    attacker,
    client,
    load,
    clear: async () => {
      // The rows of fasttrack cannot be taken away.
      const rules = ['filter', 'nat'].map((table) => `/ip firewall ${table} remove [find dynamic=no]`);
      await router.run([...rules, '/ip firewall address-list remove [find]'].join('; '));
    },
    stateOf: async (port, from = attacker) => {
      const seen = await scan(from, addressOf(from), { tcp: [port] });
      return seen.stateOf(port) ?? 'filtered';
    },
    touch: async (ports, from = attacker) => {
      for (const port of ports) await scan(from, addressOf(from), { tcp: [port], extraArgs: ['--max-retries', '0'] });
    },
    answers: async (to, from = attacker) => (await ping(from, to, { count: 1, timeoutMs: 500 })).received > 0,
    entries: async (list) =>
      Object.fromEntries((await router.addressList(list)).map(({ address, timeout }) => [address, timeout])),
    logged: async () =>
      (await router.log()).filter(({ topics }) => topics === 'firewall,info').map(({ message }) => message),
    packets: async () => (await router.rules('filter')).filter(({ dynamic }) => !dynamic).map(({ packets }) => packets),
    [Symbol.asyncDispose]: async () => {
      await twin[Symbol.asyncDispose]();
      await lab.down();
    },
  };
}

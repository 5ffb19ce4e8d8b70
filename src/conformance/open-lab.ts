import { randomBytes } from 'node:crypto';
import { startLab } from '../lab/fabrics/netns/start-lab.ts';
import type { Lab } from '../lab/lab.ts';
import { findTopology, readTopology } from '../lab/topology/read-topology.ts';
import { startChr } from '../router/drivers/chr/chr.ts';
import type { StartedRouter } from '../router/drivers/started-router.ts';
import { startTwin } from '../router/drivers/twin.ts';
import { inside, outside } from './network.ts';
import { parseRelease } from './release.ts';
import type { Session } from './session.ts';

/** The router that is put between the hosts. */
export type RouterUnderTest =
  | { readonly kind: 'twin'; readonly ros: '6.49' | '7' }
  | { readonly kind: 'chr'; readonly image: string; readonly snapshots: boolean; readonly evidenceFolder: string };

/** A session with a lab around the router. Disposing it takes the lab down. */
export interface LabSession extends Session, AsyncDisposable {
  readonly notes: readonly string[];
}

/** Builds the topology `small`, and gives the router its addresses and the suite a user of its own. */
export async function openLab(name: string, router: RouterUnderTest): Promise<LabSession> {
  const lab = await startLab(await readTopology(await findTopology('small')), { name });
  try {
    return await openSession(lab, await startRouter(lab, router), router.kind);
  } catch (error) {
    await lab.down();
    throw error;
  }
}

async function startRouter(lab: Lab, router: RouterUnderTest): Promise<StartedRouter> {
  if (router.kind === 'twin') return await startTwin(lab.router, { ros: router.ros, clock: 'virtual' });
  const { image, snapshots, evidenceFolder } = router;
  const nics = Object.values(lab.topology.router.interfaces);
  return await startChr(lab.router, { image, snapshots, evidenceFolder, nics, labName: lab.name });
}

/** What an answer takes in a lab on a busy machine, and what one takes from a guest that is emulated. */
const patiencesMs = { twin: 25, chr: 500 } as const;

async function openSession(lab: Lab, started: StartedRouter, kind: RouterUnderTest['kind']): Promise<LabSession> {
  const { router, clock } = started;
  const user = { name: 'knocklab', password: randomBytes(8).toString('hex') };
  await router.add('/ip/address', { address: `${outside.router}/24`, interface: 'ether1' });
  await router.add('/ip/address', { address: `${inside.router}/24`, interface: 'ether2' });
  await router.add('/user', { ...user, group: 'full' });
  return {
    kind,
    release: parseRelease(await router.version()),
    router,
    clock,
    network: { attacker: lab.host('attacker'), client: lab.host('client'), user, patienceMs: patiencesMs[kind] },
    notes: await started.notes(),
    [Symbol.asyncDispose]: async () => {
      await started[Symbol.asyncDispose]();
      await lab.down();
    },
  };
}

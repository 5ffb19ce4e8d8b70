import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clientCommand } from '../src/analysis/check/client-command.ts';
import { readConfiguration } from '../src/analysis/check/configuration.ts';
import { Firewall } from '../src/analysis/check/firewall.ts';
import { findLadders } from '../src/analysis/check/ladders.ts';
import { startLab } from '../src/lab/fabrics/netns/start-lab.ts';
import { findTopology, readTopology } from '../src/lab/topology/read-topology.ts';
import { startTwin } from '../src/router/drivers/twin.ts';
import type { Router } from '../src/router/router.ts';

// What `knocklab check` has nothing against must still be a door: the knock that it reads from an example opens it.

const routerAddress = '198.51.100.1';
const examples = globSync('lab/router/examples/practices/*.rsc').toSorted();

/** A pattern says more than one word, so the program cannot choose one. */
const byHand =
  'knock ROUTER 41873:tcp; ping -c 1 -s 909 ROUTER; printf quince-harbour-41 | socat -u - UDP:ROUTER:30977';

function clientOf(text: string): string {
  const [ladder] = findLadders(new Firewall(readConfiguration({ name: 'example.rsc', text })));
  const command = clientCommand(ladder?.stages ?? []) ?? byHand;
  return command.replaceAll('ROUTER', routerAddress).replaceAll('ping ', 'ping -W 0.1 ');
}

const letIn = async (router: Router): Promise<number> => (await router.addressList('allowed')).length;

test.each(examples.map((file) => [basename(file, '.rsc'), file]))(
  '%s lets in who is its friend',
  async (name, file) => {
    const text = readFileSync(file, 'utf8');
    const lab = await startLab(await readTopology(await findTopology('small')), {
      name: `practice-${name}-${process.pid}`,
    });
    onTestFinished(() => lab.down());
    await using twin = await startTwin(lab.router, { ros: '7', clock: 'virtual' });
    const { router } = twin;
    const knock = () => lab.host('attacker').exec(['sh', '-c', clientOf(text)]);
    await router.importConfig({ name: file, text });
    await knock();
    expect(await letIn(router)).toBe(name === '04-violated' ? 1 : 0);
    await router.run('/ip firewall address-list remove [find dynamic]');
    await router.run('/ip firewall address-list add list=friends address=198.51.100.66');
    await knock();
    // A pattern is looked for outside of the kernel, while the client has long ended.
    await expect.poll(() => letIn(router), { interval: 10 }).toBe(1);
  },
);

import { expect } from '../src/scenario/scenario.ts';
import type { ScenarioHost } from '../src/scenario/scenario-host.ts';
import type { ScenarioRouter } from '../src/scenario/scenario-router.ts';

/** Serves a file of two blocks by TFTP, from now on. */
export async function serveTwoBlocks(host: ScenarioHost): Promise<void> {
  // The sandbox has one user only: there is nobody else to become.
  const server =
    'dnsmasq --conf-file=/dev/null --user= --group= --pid-file= --port=0 --enable-tftp --tftp-root=/run/tftp';
  const script = `mkdir -p /run/tftp && head -c 700 /dev/zero > /run/tftp/two-blocks && exec ${server}`;
  expect(await host.exec(['sh', '-c', script])).toMatchObject({ exitCode: 0, stderr: '' });
}

/**
 * The router gets that file. It takes everything that answers it: the first block comes from another port (related), the
 * second belongs to the connection that this began (established).
 */
export async function fetchTwoBlocks(router: ScenarioRouter, server: string): Promise<void> {
  const answer = await router.run(`/tool fetch url="tftp://${server}/two-blocks" dst-path=two-blocks duration=2s`);
  expect(answer).toMatch(/status: finished/);
  await router.run('/file remove two-blocks');
}

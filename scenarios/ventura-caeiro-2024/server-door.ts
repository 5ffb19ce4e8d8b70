import { readFile } from 'node:fs/promises';
import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';
import type { ScenarioRouter } from '../../src/scenario/scenario-router.ts';
import { echo, type ServersHost, untilServed } from './paper.ts';

export type ServersContext = ScenarioContext<ServersHost>;

/** A service and what guards it, made by whatever means. */
export interface ServerDoor {
  readonly name: string;
  /** Where the service is. */
  readonly target: ScenarioHost | ScenarioRouter;
  /** Its time is that of a kernel, which nobody can turn. */
  readonly kernelTime: boolean;
  /** What the administrator sends, where it is a static sequence. */
  readonly sequence?: readonly string[];
  readonly stageTimeout?: string;
  readonly openTimeout: string;
  /** How long each of two tries of the service is waited for, where a program has to wake up first. */
  readonly patienceMs?: number;
  readonly open: (from: ScenarioHost) => Promise<void>;
  /** As if nobody had knocked yet. */
  readonly forget: () => Promise<void>;
}

const folder = new URL('../../lab/servers/ventura-caeiro-2024/', import.meta.url);

export async function configuration(name: string): Promise<string> {
  return await readFile(new URL(name, folder), 'utf8');
}

/** Runs a shell script on a host; what it is given arrives on its standard input. */
export async function must(host: ScenarioHost, script: string, input = ''): Promise<string> {
  const { exitCode, stdout, stderr } = await host.exec(['sh', '-ec', script], { input });
  if (exitCode !== 0) throw new Error(`on ${host.name}: ${stdout}${stderr}`);
  return stdout;
}

/** The guarded service of a host, for IPv4 and IPv6. */
export async function serveOn({ lab }: ServersContext, { name }: ScenarioHost): Promise<void> {
  const host = lab.host(name);
  await host.start(echo);
  await host.exec(untilServed);
}

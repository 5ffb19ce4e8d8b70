import type { Scan } from '../host-deeds.ts';
import { formatPorts, type PortText, parsePort } from '../matchers/port-list.ts';
import type { ShownStates } from '../matchers/scan.ts';
import { expect } from '../matchers.ts';
import type { ScenarioContext } from '../scenario-options.ts';
import { attack, attackTitle } from './attack-step.ts';
import { addressed, host, pattern, target } from './yaml-names.ts';
import type { YamlStep } from './yaml-schema.ts';

type Context = ScenarioContext<string>;

/** Runs the steps of a YAML scenario. After one that did not pass, the titles of the rest are still reported. */
export async function runYamlSteps(steps: readonly YamlStep[], context: Context): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    // A step after a failed one reports itself as skipped, and rejects with the same error.
    await runYamlStep(step, context).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

async function runYamlStep(step: YamlStep, context: Context): Promise<void> {
  const title = step.title ?? titleOf(step);
  // Each attack is a step by itself.
  if (step.attack !== undefined) return attack(title, step.attack, context);
  const run = step.soft === true ? context.step.soft : context.step;
  await run(title, () => perform(step, context));
}

async function perform(step: YamlStep, context: Context): Promise<void> {
  if (step.scan !== undefined) return performScan(step.scan, context);
  if (step.knock !== undefined) return performKnock(step.knock, context);
  if (step.expect !== undefined) return performExpect(step.expect, context);
  if (step.advance !== undefined) return context.clock.advance(step.advance);
  if (step.ping !== undefined) return performPing(step.ping, context);
  if (step.connect !== undefined) return performConnect(step.connect, context);
  if (step.serve !== undefined) return host(step.serve.on, context).serve(step.serve.port);
  if (step.run !== undefined) return performRun(step.run, context);
}

type Part<Name extends keyof YamlStep> = NonNullable<YamlStep[Name]>;

async function performScan(part: Part<'scan'>, context: Context): Promise<void> {
  const { from, to, profile, control, expect: state } = part;
  const ports = portsOf(part);
  const options = control === undefined ? {} : { control };
  const scan = await host(from, context).scan(target(to, context), profile ?? ports, options);
  if (state !== undefined) expect(scan).toShow({ [state]: ports });
  expectStates(scan, part);
}

function expectStates(scan: Scan, { open, closed, filtered }: Part<'scan'>): void {
  const states: ShownStates = {
    ...(open === undefined ? {} : { open }),
    ...(closed === undefined ? {} : { closed }),
    ...(filtered === undefined ? {} : { filtered }),
  };
  if (Object.keys(states).length > 0) expect(scan).toShow(states);
}

function portsOf({ tcp = [], udp = [] }: Part<'scan'>): PortText[] {
  return [...tcp, ...udp.map((port) => `${port}/udp`)];
}

async function performKnock({ from, to, sequence, gap, client }: Part<'knock'>, context: Context): Promise<void> {
  await host(from, context).knock(target(to, context), sequence, {
    ...(gap === undefined ? {} : { gap }),
    ...(client === undefined ? {} : { client }),
  });
}

async function performExpect(part: Part<'expect'>, context: Context): Promise<void> {
  const { holds, 'does-not-hold': holdsNot, log, telegram, times, reachability, when, from } = part;
  if (reachability !== undefined) {
    const seen = context.router.reachability(from === undefined ? {} : { from });
    await expect(seen).toMatchReachability(reachability, when === undefined ? {} : { when });
  }
  const count = times === undefined ? {} : { times };
  if (log !== undefined) expect(await context.router.log()).toHaveLogged(pattern(log), count);
  if (telegram !== undefined) expect(context.telegram).toHaveReceived(pattern(telegram), count);
  if (part['address-list'] === undefined) return;
  const list = await context.router.addressList(part['address-list']);
  if (holds !== undefined) expect(list).toHold(addressed(holds, context));
  if (holdsNot !== undefined) expect(list).not.toHold(addressed(holdsNot, context));
}

async function performPing({ from, to, count, expect: wanted }: Part<'ping'>, context: Context): Promise<void> {
  const options = count === undefined ? {} : { count };
  const { received } = await host(from, context).ping(target(to, context), options);
  if (wanted !== undefined) expect(received > 0 ? 'answered' : 'unanswered').toBe(wanted);
}

async function performConnect({ from, to, port, expect: wanted }: Part<'connect'>, context: Context): Promise<void> {
  const { outcome } = await host(from, context).connect(target(to, context), port);
  if (wanted !== undefined) expect(outcome).toBe(wanted);
}

async function performRun({ on, command, exit = 0, router }: Part<'run'>, context: Context): Promise<void> {
  if (router !== undefined) await context.router.run(router);
  if (on === undefined || command === undefined) return;
  const { exitCode, stderr } = await host(on, context).exec(command);
  expect(exitCode, stderr).toBe(exit);
}

/** What a step is called when it has no title. */
function titleOf({ scan, knock, expect: part, advance, ping, connect, serve, run, attack: system }: YamlStep): string {
  if (scan !== undefined) return scanTitle(scan);
  if (knock !== undefined) return `${knock.from} knocks at ${knock.to}: ${knock.sequence.join(', ')}`;
  if (part !== undefined) return expectTitle(part);
  if (advance !== undefined) return `${advance} pass`;
  if (ping !== undefined) return `${ping.from} pings ${ping.to}${ping.expect === undefined ? '' : `: ${ping.expect}`}`;
  if (connect !== undefined) return `${connect.from} connects to ${connect.to}, port ${connect.port}`;
  if (serve !== undefined) return `${serve.on} serves port ${serve.port}`;
  if (system !== undefined) return attackTitle(system);
  return run?.router ?? `${run?.on} runs ${run?.command?.join(' ')}`;
}

function scanTitle(scan: Part<'scan'>): string {
  const what = scan.profile ?? formatPorts(portsOf(scan).map(parsePort));
  return `${scan.from} scans ${scan.to}: ${what}${scan.expect === undefined ? '' : ` ${scan.expect}`}`;
}

function expectTitle(part: Part<'expect'>): string {
  const { holds, 'does-not-hold': holdsNot, log, telegram, reachability, when = 'at first', from } = part;
  if (reachability !== undefined)
    return `${from === undefined ? 'everybody reaches' : `${from.join(', ')} reaches`} what ${reachability} says: ${when}`;
  if (log !== undefined) return `the log has ${log}`;
  if (telegram !== undefined) return `Telegram has received ${telegram}`;
  return `${part['address-list']} ${holds === undefined ? `does not hold ${holdsNot}` : `holds ${holds}`}`;
}

import { runCommand } from '../../process/run-command.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Value } from '../../routeros/value.ts';
import { keyed, nothing, num } from '../../routeros/value.ts';
import type { ActionCall, ActionSpec } from '../menu/menu-spec.ts';
import { CallArguments } from '../tools/call-arguments.ts';
import { pingTarget } from '../tools/ping-target.ts';
import { requireNetwork } from '../tools/stands-alone.ts';
import type { Twin } from '../twin.ts';

/** A lab is not to be drowned by a slip of the finger. */
const mostRequests = 100_000;

/** `/tool flood-ping`: as many echo requests as the other side can answer, one after the other. */
export function floodPingCommand(twin: Twin): ActionSpec {
  return {
    params: ['address', 'count', 'size', 'timeout', 'as-value'],
    positional: ['address'],
    switches: ['as-value'],
    run: (call) => floodPing(twin, call),
  };
}

async function floodPing(twin: Twin, call: ActionCall): Promise<Value> {
  requireNetwork(twin, 'flood-ping');
  const args = new CallArguments(call);
  const count = args.number('count', [1, mostRequests]) ?? 1000;
  const size = args.number('size', [28, 65_535]) ?? 64;
  const seconds = String(Math.max(1, Math.ceil((args.ms('timeout') ?? 1000) / 1000)));
  const address = await pingTarget(twin, args.text('address'));
  const { stdout, stderr } = await runCommand(
    ['ping', '-q', '-n', '-f', '-c', String(count), '-W', seconds, '-s', String(Math.max(0, size - 28)), address],
    { signal: call.signal },
  );
  const [, sent, received] = /(\d+) packets transmitted, (\d+) received/.exec(stdout) ?? [];
  if (sent === undefined || received === undefined)
    throw new RouterosError(`failure: ${stderr.trim() || 'interrupted'}`, { category: trapCategories.general });
  const times = (/= ([\d.]+)\/([\d.]+)\/([\d.]+)/.exec(stdout) ?? []).slice(1).map((ms) => Math.floor(Number(ms)));
  const [least = 0, average = 0, most = 0] = times;
  const figures = [
    ['sent', Number(sent)],
    ['received', Number(received)],
    ['min-rtt', least],
    ['avg-rtt', average],
    ['max-rtt', most],
  ] as const;
  if (!call.asValue && !args.has('as-value'))
    call.print(`${figures.map(([name, figure]) => `${name.padStart(10)}: ${figure}\n`).join('')}\n`);
  return args.has('as-value') ? keyed(figures.map(([name, figure]) => [name, num(figure)])) : nothing;
}

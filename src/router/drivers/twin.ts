import { fileURLToPath } from 'node:url';
import { KnocklabError } from '../../core/errors.ts';
import type { Host } from '../../lab/host.ts';
import { connectApi } from '../api-client.ts';
import { type ControlConnection, connectControl } from '../control-connection.ts';
import { createRealClock } from '../real-clock.ts';
import { Router } from '../router.ts';
import { type CoverageReading, coverageReading } from '../rule-coverage.ts';
import { createVirtualClock } from '../virtual-clock.ts';
import type { StartedRouter } from './started-router.ts';

export interface AttachOptions {
  readonly clock: 'virtual' | 'real';
  /** Is it counted what each condition of a firewall rule turns away? Costs lines in the packet path. */
  readonly measured?: boolean;
}

export interface TwinOptions extends AttachOptions {
  /** `6.49`, `7` or a full version. */
  readonly ros: string;
  /** Certificates that the router trusts, a PEM file as the host sees it. */
  readonly trust?: string;
  /** Ports that the router has and nothing is plugged into: `ether5`, `wlan1`. */
  readonly unplugged?: readonly string[];
  /** How the twin is started there, without its options. */
  readonly program?: readonly string[];
  readonly timeoutMs?: number;
}

const managementPort = 18728;
const controlName = '@knocklab-twin';
/** The abstract socket of its own console. */
export const twinConsole = 'knocklab-console';
const runFolder = '/run/knocklab';
/** Hosts of a lab share their files; a lab may have several routers. */
const logFile = ({ name }: Host): string => `${runFolder}/${name}.log`;
// Measured: 10 MB less resident, and no slower. With the other, the twin gives back what a large import took.
const nodeOptions = ['--max-semi-space-size=1', '--expose-gc'];
const ownProgram = [process.execPath, ...nodeOptions, fileURLToPath(new URL('../../twin/main.ts', import.meta.url))];

/** Starts the twin on the router's host and connects to it. It goes on running when we end: its lab ends it. */
export async function startTwin(host: Host, options: TwinOptions): Promise<StartedRouter> {
  // The ways in are laid while the twin comes up; what they lead to is only asked for afterwards.
  const [, ...paths] = await Promise.all([launch(host, options), ...waysIn(host)]);
  return await connect(host, paths, options);
}

/** Connects to the twin of a lab that was kept. */
export async function attachTwin(host: Host, options: AttachOptions): Promise<StartedRouter> {
  return await connect(host, await Promise.all(waysIn(host)), options);
}

function waysIn(host: Host): [api: Promise<string>, control: Promise<string>] {
  return [host.reach(managementPort), host.reach(controlName)];
}

/**
 * Its own session, so that a Ctrl-C for us is not one for it; the shell ends as soon as the twin has said `ready`.
 * A shell's `read` sees that without starting a program each time, and works in every image.
 */
const launcher = `
log=$1; shift
mkdir -p "\${log%/*}"
: >"$log"
setsid "$@" >>"$log" 2>&1 </dev/null &
twin=$!
while kill -0 $twin 2>/dev/null; do
  while IFS= read -r line; do [ "$line" = ready ] && exit 0; done <"$log"
  sleep 0.01
done
exit 1`;

async function launch(host: Host, options: TwinOptions): Promise<void> {
  const { timeoutMs = 10_000 } = options;
  const result = await host.exec(['sh', '-c', launcher, 'sh', logFile(host), ...twinCommand(host, options)], {
    timeoutMs,
  });
  if (result.exitCode === 0) return;
  const what = result.timedOut ? `was not ready within ${timeoutMs} ms` : 'ended before it was ready';
  throw new KnocklabError(result.timedOut ? 'router/not-ready' : 'router/dead', `The twin router ${what}.`, {
    evidence: [await readLog(host, 20), result.stderr].filter((text) => text !== '').join('\n'),
    remedy: 'See the last lines of its log.',
  });
}

function twinCommand(
  { name }: Host,
  { ros, trust, measured = false, unplugged = [], program = ownProgram }: TwinOptions,
): string[] {
  const trusted = trust === undefined ? [] : ['--trust', trust];
  const ways = ['--management-port', String(managementPort), '--control', controlName];
  const empty = unplugged.length === 0 ? [] : ['--unplugged', unplugged.join(',')];
  const own = ['--console', `@${twinConsole}`];
  const measure = measured ? ['--measure'] : [];
  const options = [...ways, ...own, ...trusted, ...empty, ...measure];
  return [...program, '--ros', ros, ...options, '--run-dir', `${runFolder}/${name}`];
}

async function connect(
  host: Host,
  paths: readonly string[],
  { clock, measured }: AttachOptions,
): Promise<StartedRouter> {
  const [apiPath = '', controlPath = ''] = paths;
  const explainLoss = async (cause: KnocklabError): Promise<KnocklabError> => await death(host, cause);
  await using opened = new AsyncDisposableStack();
  const api = opened.use(await connectApi({ at: { path: apiPath }, user: 'admin', password: '', explainLoss }));
  const control = opened.use(await connectControl({ path: controlPath, explainLoss }));
  const router = new Router(api, host.name);
  const connections = opened.move();
  return {
    router,
    clock: clock === 'virtual' ? createVirtualClock(control, router) : createRealClock(router),
    notes: async () => (await control.request({ do: 'notes' })).notes ?? [],
    ...(measured === true && { coverage: async () => await readCoverage(control) }),
    logs: async (lines = 20) => await readLog(host, lines),
    [Symbol.asyncDispose]: async () => await connections.disposeAsync(),
  };
}

async function readCoverage(control: ControlConnection): Promise<CoverageReading> {
  const { coverage = { rules: [], expired: [] } } = await control.request({ do: 'coverage' });
  return coverageReading(coverage);
}

async function death(host: Host, cause: KnocklabError): Promise<KnocklabError> {
  return new KnocklabError('router/dead', `The twin router is gone: ${cause.message}`, {
    evidence: await readLog(host, 20),
    remedy: 'See the last lines of its log; a twin never ends by itself, so this is worth a bug report.',
    cause,
  });
}

/** Empty when there is no log any more: the lab may have gone with the router. */
async function readLog(host: Host, lines: number): Promise<string> {
  const read = host.exec(['tail', '-n', String(lines), logFile(host)], { timeoutMs: 2000 });
  return await read.then(({ stdout }) => stdout.trimEnd()).catch(() => '');
}

import { KnocklabError } from '../../../core/errors.ts';
import type { Host } from '../../../lab/host.ts';
import type { Accelerator } from './accelerator.ts';
import { logInFirst } from './first-login.ts';
import { type Machine, type MachineOptions, serialName, startMachine } from './machine.ts';
import { SerialConsole } from './serial-console.ts';

export interface BootOptions {
  readonly machine: MachineOptions;
  /** What the router's user `admin` gets. */
  readonly password: string;
  readonly serialLog: string;
  /** From QEMU's start to the login prompt. */
  readonly bootTimeoutMs?: number | undefined;
  /** The same for the first of two boots. */
  readonly firstBootTimeoutMs?: number | undefined;
  /** Told of a boot that hung, before the next one. */
  readonly onHang?: ((lastSeen: KnocklabError) => void) | undefined;
}

export interface RunningGuest {
  readonly machine: Machine;
  readonly console: SerialConsole;
}

/** Published boots take 26 to 34 s with KVM and 30 to 37 s without; a boot that takes three times that hangs (chr-facts, head). */
const bootTimeoutsMs: Readonly<Record<Accelerator, number>> = { kvm: 90_000, tcg: 150_000 };

/** Boots and logs in, and once more when a boot hangs: four in a thousand do, and their next one does not. */
export async function bootGuest(host: Host, options: BootOptions): Promise<RunningGuest> {
  try {
    return await bootOnce(host, options, options.firstBootTimeoutMs ?? options.bootTimeoutMs);
  } catch (error) {
    if (!(error instanceof KnocklabError) || error.code !== 'router/not-ready') throw error;
    options.onHang?.(error);
    return await bootOnce(host, options, options.bootTimeoutMs);
  }
}

async function bootOnce(host: Host, options: BootOptions, timeoutMs: number | undefined): Promise<RunningGuest> {
  const { machine: machineOptions, password, serialLog } = options;
  const machine = await startMachine(host, machineOptions);
  const bootTimeoutMs = timeoutMs ?? bootTimeoutsMs[machineOptions.accelerator];
  return await withConsole(host, machine, serialLog, async (console) => {
    await logInFirst(console, { password, bootTimeoutMs, answerTimeoutMs: 40_000 });
  });
}

/** Connects to the console of a machine and makes it ready; when that fails, the machine is gone and the error says how it was. */
export async function withConsole(
  host: Host,
  machine: Machine,
  serialLog: string,
  makeReady: (console: SerialConsole) => Promise<void>,
): Promise<RunningGuest> {
  const console = await SerialConsole.connect(await host.reach(serialName), serialLog);
  try {
    await makeReady(console);
    return { machine, console };
  } catch (error) {
    const state = await machine.state();
    await console[Symbol.asyncDispose]();
    await machine.kill();
    throw withState(error, state);
  }
}

function withState(error: unknown, state: string): unknown {
  if (!(error instanceof KnocklabError)) return error;
  const { code, message, remedy, evidence = '' } = error;
  const details = {
    evidence: `${evidence}\nQEMU: ${state}`,
    ...(remedy === undefined ? {} : { remedy }),
    cause: error,
  };
  return new KnocklabError(code, message, details);
}

import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { KnocklabError } from '../../../core/errors.ts';
import type { Host } from '../../../lab/host.ts';
import { connectApi } from '../../api-client.ts';
import type { ApiConnection } from '../../api-connection.ts';
import { createRealClock } from '../../real-clock.ts';
import { Router } from '../../router.ts';
import type { StartedRouter } from '../started-router.ts';
import { type Accelerator, chooseAccelerator } from './accelerator.ts';
import { logInFirst } from './first-login.ts';
import { findImage, type Image } from './image.ts';
import { serialName, startMachine } from './machine.ts';
import { ManagedRouter } from './managed-router.ts';
import { managementComment, managementPort } from './management.ts';
import { type Nic, plugNics } from './plug-nics.ts';
import { SerialConsole } from './serial-console.ts';
import { guardManagement, settleRouter } from './settle-router.ts';

export interface ChrOptions {
  /** A disk, a .zip with one, or a folder of lab/images/stand-in. */
  readonly image: string;
  /** The topology's interfaces of the router, in its order. */
  readonly nics: readonly Nic[];
  /** Where the serial log is kept; it outlives the lab. */
  readonly evidenceFolder: string;
  /** Its file is called after it. */
  readonly labName: string;
  /** Without it, the better one by trial. */
  readonly accelerator?: Accelerator;
  readonly memoryMb?: number;
  /** From QEMU's start to the login prompt. */
  readonly bootTimeoutMs?: number;
  /** The same for the first of two boots. */
  readonly firstBootTimeoutMs?: number;
  /** Told of a boot that hung, before the next one. */
  readonly onHang?: (lastSeen: KnocklabError) => void;
}

export interface StartedChr extends StartedRouter {
  readonly password: string;
}

/** Published boots take 26 to 34 s with KVM and 30 to 37 s without; a boot that takes three times that hangs (chr-facts, head). */
const bootTimeoutsMs: Readonly<Record<Accelerator, number>> = { kvm: 90_000, tcg: 150_000 };

/** MikroTik's formula for a router of few interfaces, and room for the stand-in's file system. */
const memoryOf = ({ kind }: Image): number => (kind === 'kernel' ? 1024 : 512);

/** Boots a CHR on the router's host, gives it a password and the topology's names, and connects to it. */
export async function startChr(host: Host, options: ChrOptions): Promise<StartedChr> {
  const image = findImage(options.image);
  const folder = `/run/knocklab/${host.name}`;
  mkdirSync(options.evidenceFolder, { recursive: true });
  await host.exec(['mkdir', '-p', folder]);
  const accelerator = options.accelerator ?? (await chooseAccelerator(host, folder)).best;
  await plugNics(host, options.nics);
  const password = randomBytes(12).toString('hex');
  const boot = new Boot(host, image, folder, accelerator, password, options);
  const console = await boot.twiceAtMost();
  try {
    return await settle(host, console, password, accelerator, options);
  } catch (error) {
    await console[Symbol.asyncDispose]();
    throw error;
  }
}

/** Boots, and once more when a boot hangs: four in a thousand do, and their next one does not. */
class Boot {
  readonly #host: Host;
  readonly #image: Image;
  readonly #folder: string;
  readonly #accelerator: Accelerator;
  readonly #password: string;
  readonly #options: ChrOptions;

  constructor(
    host: Host,
    image: Image,
    folder: string,
    accelerator: Accelerator,
    password: string,
    options: ChrOptions,
  ) {
    this.#host = host;
    this.#image = image;
    this.#folder = folder;
    this.#accelerator = accelerator;
    this.#password = password;
    this.#options = options;
  }

  async twiceAtMost(): Promise<SerialConsole> {
    try {
      return await this.#once(this.#options.firstBootTimeoutMs);
    } catch (error) {
      if (!(error instanceof KnocklabError) || error.code !== 'router/not-ready') throw error;
      this.#options.onHang?.(error);
      return await this.#once();
    }
  }

  async #once(timeoutMs = this.#options.bootTimeoutMs): Promise<SerialConsole> {
    const { nics, memoryMb = memoryOf(this.#image), evidenceFolder, labName } = this.#options;
    const [folder, image, accelerator] = [this.#folder, this.#image, this.#accelerator];
    const machine = await startMachine(this.#host, { image, nics, accelerator, memoryMb, folder });
    const path = await this.#host.reach(serialName);
    const console = await SerialConsole.connect(path, join(evidenceFolder, `${labName}-serial.log`));
    const bootTimeoutMs = timeoutMs ?? bootTimeoutsMs[accelerator];
    try {
      await logInFirst(console, { password: this.#password, bootTimeoutMs, answerTimeoutMs: 40_000 });
      return console;
    } catch (error) {
      const state = await machine.state();
      await console[Symbol.asyncDispose]();
      await machine.kill();
      throw withState(error, state);
    }
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

async function settle(
  host: Host,
  console: SerialConsole,
  password: string,
  accelerator: Accelerator,
  { nics }: ChrOptions,
): Promise<StartedChr> {
  const management = await settleRouter(console, nics);
  const api = await connect(host, password);
  const router = new ManagedRouter(api, host.name, async () => await guardManagement(console, management));
  const note =
    `Management goes over ${management} and one accept rule of chain input ("${managementComment}"), ` +
    `which is no rule of the configuration; QEMU runs with ${accelerator}.`;
  return {
    password,
    router,
    clock: createRealClock(router),
    notes: async () => [note],
    logs: async (lines = 20) => console.tail(lines),
    [Symbol.asyncDispose]: async () => {
      await api[Symbol.asyncDispose]();
      await console[Symbol.asyncDispose]();
    },
  };
}

/** Connects to the CHR of a lab that was kept. */
export async function attachChr(host: Host, password: string): Promise<StartedRouter> {
  const api = await connect(host, password);
  const router = new Router(api, host.name);
  return {
    router,
    clock: createRealClock(router),
    notes: async () => [],
    logs: async () => '',
    [Symbol.asyncDispose]: async () => await api[Symbol.asyncDispose](),
  };
}

async function connect(host: Host, password: string): Promise<ApiConnection> {
  return await connectApi({
    at: { path: await host.reach(managementPort) },
    user: 'admin',
    password,
    timeoutMs: 30_000,
  });
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Host } from '../../../lab/host.ts';

export type Accelerator = 'kvm' | 'tcg';

const giveUpMs = 5000;

/** QEMU's isa-debug-exit ends with `value * 2 + 1`. */
const expectedExit = 0x10 * 2 + 1;

/**
 * The accelerator that runs the same small boot sector soonest. That /dev/kvm exists says nothing: in a virtual machine it
 * may refuse, hang, or be slower than emulation (chr-facts 3.8). Where there is none, nothing is tried.
 */
export async function chooseAccelerator(host: Host, folder: string, memory: string): Promise<Accelerator> {
  const hasKvm = (await host.exec(['test', '-w', '/dev/kvm'])).exitCode === 0;
  if (!hasKvm) return 'tcg';
  const machine = await identify(host);
  const known = recall(memory, machine);
  if (known !== undefined) return known;
  const best = await tryBoth(host, folder);
  mkdirSync(dirname(memory), { recursive: true, mode: 0o700 });
  writeFileSync(memory, JSON.stringify({ machine, best }));
  return best;
}

/** What was found holds until the machine or its QEMU is another: the trial takes seconds where KVM is of no use. */
async function identify(host: Host): Promise<string> {
  const version = await host.exec(['sh', '-c', 'cat /proc/sys/kernel/random/boot_id; qemu-system-x86_64 --version']);
  return version.stdout;
}

function recall(memory: string, machine: string): Accelerator | undefined {
  if (!existsSync(memory)) return undefined;
  const known: { machine: string; best: Accelerator } = JSON.parse(readFileSync(memory, 'utf8'));
  return known.machine === machine ? known.best : undefined;
}

async function tryBoth(host: Host, folder: string): Promise<Accelerator> {
  const disk = `${folder}/trial.img`;
  await host.exec(['sh', '-c', 'cat > "$1"', 'sh', disk], { input: bootSector() });
  // One after the other: side by side they would share the processors. Who takes longer than the first has lost.
  const tcg = await tryOne(host, 'tcg', disk, giveUpMs);
  const kvm = await tryOne(host, 'kvm', disk, tcg ?? giveUpMs);
  return kvm === undefined ? 'tcg' : 'kvm';
}

/** KVM hands the machine's own processor on: where that fails, it fails in the trial. */
export const cpuOf = (accelerator: Accelerator): string[] => (accelerator === 'kvm' ? ['-cpu', 'host'] : []);

/** The milliseconds it took; undefined: it did not come to the end. */
async function tryOne(
  host: Host,
  accelerator: Accelerator,
  disk: string,
  timeoutMs: number,
): Promise<number | undefined> {
  const machine = [
    '-machine',
    'pc',
    '-accel',
    accelerator,
    ...cpuOf(accelerator),
    '-m',
    '16',
    '-nodefaults',
    '-display',
    'none',
    '-no-reboot',
  ];
  const parts = ['-device', 'isa-debug-exit,iobase=0xf4,iosize=4', '-drive', `file=${disk},format=raw,if=ide`];
  const result = await host.exec(['qemu-system-x86_64', ...machine, ...parts], { timeoutMs });
  return result.exitCode === expectedExit ? Math.round(result.durationMs) : undefined;
}

/** 16-bit code: counts twenty million down, writes 0x10 to port 0xf4, halts. */
function bootSector(): Uint8Array {
  const sector = new Uint8Array(512);
  const count = [0x66, 0xb9, 0x00, 0x2d, 0x31, 0x01]; // mov ecx, 20000000
  const loop = [0x66, 0x49, 0x75, 0xfc]; // dec ecx; jnz loop
  const leave = [0xba, 0xf4, 0x00, 0xb0, 0x10, 0xee, 0xf4]; // mov dx, 0xf4; mov al, 0x10; out dx, al; hlt
  sector.set([...count, ...loop, ...leave]);
  sector.set([0x55, 0xaa], 510);
  return sector;
}

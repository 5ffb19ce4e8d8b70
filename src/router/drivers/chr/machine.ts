import { KnocklabError } from '../../../core/errors.ts';
import type { Host } from '../../../lab/host.ts';
import { type Accelerator, cpuOf } from './accelerator.ts';
import { kernelWords, type MachineImage } from './image.ts';
import { managementGuest, managementMac, managementNetwork, managementPort, managementSshPort } from './management.ts';
import { field, Monitor } from './monitor.ts';
import { type Nic, tapName } from './plug-nics.ts';

export interface MachineOptions {
  readonly image: MachineImage;
  readonly nics: readonly Nic[];
  readonly accelerator: Accelerator;
  readonly memoryMb: number;
  /** What a stand-in is to play. */
  readonly ros: string;
  /** Of this machine alone, as the host sees it. */
  readonly folder: string;
  /** A state that was saved of an equal machine, and the disk as it was then: goes on from there instead of booting. */
  readonly from?: { readonly state: string; readonly disk: string };
}

// Abstract sockets belong to the namespace of the host and leave nothing behind that a next start would stumble over.
export const serialName = '@knocklab-serial' as const;
export const monitorName = '@knocklab-monitor' as const;

/** A running QEMU on a host of a lab; the kernel ends it with the lab at the latest. */
export class Machine {
  readonly #host: Host;
  readonly #folder: string;
  readonly #pid: string;

  constructor(host: Host, folder: string, pid: string) {
    this.#host = host;
    this.#folder = folder;
    this.#pid = pid;
  }

  async kill(): Promise<void> {
    await this.#host.exec(['sh', '-c', 'kill -9 "$1"; while kill -0 "$1"; do sleep 0.02; done', 'sh', this.#pid]);
  }

  async monitor(): Promise<Monitor> {
    return await Monitor.connect(await this.#host.reach(monitorName));
  }

  /** What QEMU itself wrote, and what it says of its state. */
  async state(): Promise<string> {
    const status = await this.#status().catch((error: unknown) => String(error));
    const { stdout } = await this.#host.exec(['cat', `${this.#folder}/qemu.log`], { timeoutMs: 3000 });
    return `VM status: ${status}\n${stdout.replaceAll('\r', '')}`.trim();
  }

  async #status(): Promise<string> {
    using monitor = await this.monitor();
    return field(await monitor.ask('query-status'), 'status');
  }
}

// The shell ends once QEMU listens (it has the flag for it) at the later of its two sockets; QEMU goes on in a session of its own.
const launcher = `folder=$1; shift
setsid "$@" > "$folder/qemu.log" 2>&1 < /dev/null &
qemu=$!
while kill -0 $qemu 2> /dev/null; do
  if grep -q '00010000 .* ${monitorName}' /proc/net/unix; then echo $qemu; exit 0; fi
  sleep 0.02
done
cat "$folder/qemu.log" >&2
exit 1`;

/** Starts a machine with a fresh layer over its disk. */
export async function startMachine(host: Host, options: MachineOptions): Promise<Machine> {
  const { folder } = options;
  await makeOverlay(host, options);
  const argv = machineCommand(options);
  const result = await host.exec(['sh', '-c', launcher, 'sh', folder, ...argv], { timeoutMs: 60_000 });
  if (result.exitCode === 0) return new Machine(host, folder, result.stdout.trim());
  throw new KnocklabError('router/dead', 'QEMU did not start.', {
    evidence: `${argv.join(' ')}\n${result.stderr.trimEnd()}`,
    remedy: 'Install it (Debian: apt-get install qemu-system-x86 qemu-utils) or see what it says.',
  });
}

/** Where the layer over the image lies; the image itself is never written to. */
export const overlayOf = (folder: string): string => `${folder}/disk.qcow2`;

async function makeOverlay(host: Host, { image, folder, from }: MachineOptions): Promise<void> {
  if (image.kind === 'kernel') return;
  const base = from === undefined ? image : ({ file: from.disk, format: 'qcow2' } as const);
  const layer = ['-b', base.file, '-F', base.format, overlayOf(folder)];
  const result = await host.exec(['qemu-img', 'create', '-q', '-f', 'qcow2', ...layer]);
  if (result.exitCode === 0) return;
  throw new KnocklabError('input/image', `QEMU cannot read "${base.file}" as ${base.format}.`, {
    evidence: result.stderr.trimEnd(),
  });
}

/** QEMU's command line (chr-facts 2 and 3). */
export function machineCommand({ image, nics, accelerator, memoryMb, ros, folder, from }: MachineOptions): string[] {
  const socket = (id: string, name: string): string =>
    `socket,id=${id},path=${name.slice(1)},abstract=on,server=on,wait=off`;
  return [
    'qemu-system-x86_64',
    '-machine',
    'pc',
    '-accel',
    accelerator,
    ...cpuOf(accelerator),
    '-m',
    String(memoryMb),
    '-smp',
    '1',
    '-nodefaults',
    '-display',
    'none',
    '-vga',
    'std',
    '-chardev',
    socket('serial', serialName),
    '-serial',
    'chardev:serial',
    '-chardev',
    socket('monitor', monitorName),
    '-mon',
    'chardev=monitor,mode=control',
    ...(from === undefined ? [] : ['-incoming', `exec:cat '${from.state}'`]),
    ...(image.kind === 'kernel'
      ? ['-kernel', image.kernel, '-initrd', image.initrd, '-append', kernelWords(image, ros), '-no-reboot']
      : ['-drive', `file=${overlayOf(folder)},format=qcow2,if=virtio`]),
    // The order is the order of ether1, ether2 …; whoever counts otherwise is told by the addresses.
    ...nics.flatMap(({ mac }, index) => [
      '-netdev',
      `tap,id=nic${index},ifname=${tapName(index)},script=no,downscript=no`,
      '-device',
      `virtio-net-pci,netdev=nic${index},mac=${mac},romfile=`,
    ]),
    // Without a way on: nothing but the forwarded port passes, and only inwards.
    '-netdev',
    `user,id=management,restrict=on,ipv6=off,net=${managementNetwork},${forward(managementPort, 8728)},${forward(managementSshPort, 22)}`,
    '-device',
    `virtio-net-pci,netdev=management,mac=${managementMac},romfile=`,
  ];
}

const forward = (port: number, of: number): string => `hostfwd=tcp:127.0.0.1:${port}-${managementGuest}:${of}`;

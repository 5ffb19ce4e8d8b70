import { KnocklabError } from '../../../core/errors.ts';
import type { Host } from '../../../lab/host.ts';
import { type Accelerator, cpuOf } from './accelerator.ts';
import { type Image, kernelWords } from './image.ts';
import { managementGuest, managementMac, managementNetwork, managementPort } from './management.ts';
import { type Nic, tapName } from './plug-nics.ts';

export interface MachineOptions {
  readonly image: Image;
  readonly nics: readonly Nic[];
  readonly accelerator: Accelerator;
  readonly memoryMb: number;
  /** Of this machine alone, as the host sees it. */
  readonly folder: string;
}

// Abstract sockets belong to the namespace of the host and leave nothing behind that a next start would stumble over.
export const serialName = '@knocklab-serial' as const;
export const monitorName = '@knocklab-monitor';

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

  /** What QEMU itself wrote, and what it says of its state. */
  async state(): Promise<string> {
    const ask = `printf 'info status\\n' | socat -t1 - ABSTRACT-CONNECT:${monitorName.slice(1)} | tail -n 2; cat "$1/qemu.log"`;
    const { stdout } = await this.#host.exec(['sh', '-c', ask, 'sh', this.#folder], { timeoutMs: 3000 });
    return stdout.replaceAll('\r', '').trim();
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
  const { folder, image } = options;
  await makeOverlay(host, image, folder);
  const argv = machineCommand(options);
  const result = await host.exec(['sh', '-c', launcher, 'sh', folder, ...argv], { timeoutMs: 20_000 });
  if (result.exitCode === 0) return new Machine(host, folder, result.stdout.trim());
  throw new KnocklabError('router/dead', 'QEMU did not start.', {
    evidence: `${argv.join(' ')}\n${result.stderr.trimEnd()}`,
    remedy: 'Install it (Debian: apt-get install qemu-system-x86 qemu-utils) or see what it says.',
  });
}

/** The image itself is never written to. */
async function makeOverlay(host: Host, image: Image, folder: string): Promise<void> {
  const disk = `${folder}/disk.qcow2`;
  if (image.kind === 'kernel') return;
  const base = image.kind === 'zip' ? await unzip(host, image.file, folder) : image;
  const result = await host.exec(['qemu-img', 'create', '-q', '-f', 'qcow2', '-b', base.file, '-F', base.format, disk]);
  if (result.exitCode === 0) return;
  throw new KnocklabError('input/image', `QEMU cannot read "${base.file}" as ${base.format}.`, {
    evidence: result.stderr.trimEnd(),
  });
}

async function unzip(host: Host, file: string, folder: string): Promise<{ file: string; format: 'raw' }> {
  const disk = `${folder}/base.img`;
  const result = await host.exec(
    ['sh', '-c', 'busybox unzip -p "$1" "*.img" > "$2" && [ -s "$2" ]', 'sh', file, disk],
    {
      timeoutMs: 60_000,
    },
  );
  if (result.exitCode === 0) return { file: disk, format: 'raw' };
  throw new KnocklabError('input/image', `There is no .img in "${file}".`, { evidence: result.stderr.trimEnd() });
}

/** QEMU's command line (chr-facts 2 and 3). */
export function machineCommand({ image, nics, accelerator, memoryMb, folder }: MachineOptions): string[] {
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
    'chardev=monitor,mode=readline',
    ...(image.kind === 'kernel'
      ? ['-kernel', image.kernel, '-initrd', image.initrd, '-append', kernelWords(image), '-no-reboot']
      : ['-drive', `file=${folder}/disk.qcow2,format=qcow2,if=virtio`]),
    // The order is the order of ether1, ether2 …; whoever counts otherwise is told by the addresses.
    ...nics.flatMap(({ mac }, index) => [
      '-netdev',
      `tap,id=nic${index},ifname=${tapName(index)},script=no,downscript=no`,
      '-device',
      `virtio-net-pci,netdev=nic${index},mac=${mac},romfile=`,
    ]),
    // Without a way on: nothing but the forwarded port passes, and only inwards.
    '-netdev',
    `user,id=management,restrict=on,ipv6=off,net=${managementNetwork},hostfwd=tcp:127.0.0.1:${managementPort}-${managementGuest}:8728`,
    '-device',
    `virtio-net-pci,netdev=management,mac=${managementMac},romfile=`,
  ];
}

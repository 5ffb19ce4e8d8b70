import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { KnocklabError } from '../../../core/errors.ts';
import type { Topology } from '../../topology/topology.ts';
import { nodesOf } from '../../topology/topology.ts';
import { insideDirectory } from '../netns/holder-script.ts';
import type { MachineFiles } from '../netns/start-lab.ts';
import { imageOf, requireImages, roleOf } from './images.ts';
import { wiresNode, writeLabels } from './labels.ts';
import { removeContainer } from './remove.ts';
import { capabilities } from './rights.ts';

export interface ContainersOptions {
  readonly id: string;
  readonly name: string;
  readonly keep: boolean;
  /** Folders and files of this machine that the hosts see, read-only and under the same name. */
  readonly paths: readonly string[];
  /** Undefined for the twin. */
  readonly machine: MachineFiles | undefined;
}

/** A running container: what Docker calls it, and its first process as numbered by this machine. */
export interface LabContainer {
  readonly node: string;
  readonly id: string;
  readonly pid: number;
}

/** Starts one container for each node and one for the wires. They have no network at all yet. */
export async function startContainers(
  engine: Docker,
  topology: Topology,
  options: ContainersOptions,
): Promise<readonly LabContainer[]> {
  const router = options.machine === undefined ? 'twin' : 'chr';
  const nodes = nodesOf(topology).map((node) => {
    const role = roleOf(node, router);
    return { node: node.name, image: imageOf(role), own: role === 'router-chr' ? machineOf(options) : {} };
  });
  const wiresImage = imageOf('client');
  await requireImages(engine, [wiresImage, ...nodes.map(({ image }) => image)]);
  const started: Docker.Container[] = [];
  const start = async (node: string, image: string, files: Docker.HostConfig): Promise<LabContainer> => {
    const container = await engine.createContainer(description(node, image, files, options));
    started.push(container);
    return await run(container, node, options);
  };
  try {
    const wires = await start(wiresNode, wiresImage, { Mounts: [labFiles] });
    const others = await Promise.allSettled(
      nodes.map(({ node, image, own }) => start(node, image, { VolumesFrom: [wires.id], ...own })),
    );
    return [wires, ...others.map(unwrap)];
  } catch (error) {
    await Promise.all(started.map(removeContainer));
    throw error;
  }
}

function unwrap(result: PromiseSettledResult<LabContainer>): LabContainer {
  if (result.status === 'fulfilled') return result.value;
  throw new KnocklabError('lab/container', `A container could not be started: ${String(result.reason)}`, {
    cause: result.reason,
    remedy: 'Run "docker info"; the engine of this machine must be able to start containers.',
  });
}

// A memory file system that all containers of the lab share and that goes with the last of them: nothing is left on a disk.
const labFiles: Docker.MountSettings = {
  Type: 'volume',
  Source: '',
  Target: insideDirectory,
  VolumeOptions: {
    NoCopy: true,
    Labels: {},
    DriverConfig: { Name: 'local', Options: { type: 'tmpfs', device: 'tmpfs', o: 'mode=755' } },
  },
};

/**
 * The first process ends with its standard input, and that with us, even after SIGKILL; Docker then removes the container.
 * Orphans of the lab are buried by the kernel, as in the other fabric.
 */
const bury = ['env', '--ignore-signal=CHLD'];

function description(
  node: string,
  image: string,
  own: Docker.HostConfig,
  { id, name, keep, paths }: ContainersOptions,
): Docker.ContainerCreateOptions {
  return {
    name: containerName(name, node, keep ? undefined : id),
    Image: image,
    Labels: writeLabels({ id, lab: name, node, keep }),
    Hostname: node === wiresNode ? 'wires' : node,
    Cmd: [...bury, ...(keep ? ['sleep', 'infinity'] : ['cat'])],
    OpenStdin: !keep,
    StdinOnce: !keep,
    HostConfig: {
      ...own,
      NetworkMode: 'none',
      AutoRemove: true,
      CapDrop: ['ALL'],
      CapAdd: [...capabilities],
      SecurityOpt: ['no-new-privileges'],
      Tmpfs: { '/run': 'mode=755', '/tmp': 'mode=1777' },
      Binds: [...paths.map(readOnly), ...(own.Binds ?? [])],
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}

const readOnly = (path: string): string => `${path}:${path}:ro`;

/** What QEMU needs: its disk, which it never writes to, taps for its network cards and, where it is, the processor's help. */
function machineOf({ machine, paths }: ContainersOptions): Docker.HostConfig {
  const { reads = [], writes = [] } = machine ?? {};
  const unseen = reads.filter((file) => !paths.some((path) => file === path || file.startsWith(join(path, '/'))));
  const devices = ['/dev/net/tun', '/dev/kvm'].filter((device) => existsSync(device));
  return {
    Binds: [...unseen.map(readOnly), ...writes.map((path) => `${path}:${path}`)],
    Devices: devices.map((device) => ({ PathOnHost: device, PathInContainer: device, CgroupPermissions: 'rw' })),
  };
}

/** What `docker ps` shows. Only a lab that is kept has its name for itself. */
function containerName(lab: string, node: string, id: string | undefined): string {
  const own = ['knocklab', lab, node.replace('.', '')];
  return [...own, ...(id === undefined ? [] : [id.slice(0, 8)])].join('-');
}

async function run(container: Docker.Container, node: string, { keep }: ContainersOptions): Promise<LabContainer> {
  if (!keep) await holdInput(container);
  await container.start();
  const { State } = await container.inspect();
  return { node, id: container.id, pid: State.Pid };
}

/** As long as this process lives the container's input stays open; it does not keep this process alive. */
async function holdInput(container: Docker.Container): Promise<void> {
  const stream = await container.attach({ stream: true, stdin: true, hijack: true });
  stream.on('error', () => undefined);
  if ('unref' in stream && typeof stream.unref === 'function') stream.unref();
}

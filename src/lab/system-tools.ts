import { existsSync } from 'node:fs';
import { findProgram, searchPath } from '../process/search-path.ts';

/** A program of the system that labs are built, attacked or watched with. */
export interface SystemTool {
  /** What must be on the PATH. */
  readonly program: string;
  /** What must be there instead, where it is no program: a package's own file. */
  readonly file?: string;
  readonly purpose: string;
  readonly packages: Readonly<Record<PackageManager, string>>;
}

export type PackageManager = 'apt-get' | 'dnf' | 'pacman' | 'apk';

const managers: readonly PackageManager[] = ['apt-get', 'dnf', 'pacman', 'apk'];

/** Packages of Debian and Ubuntu, Fedora, Arch, Alpine. */
function tool(
  program: string,
  purpose: string,
  [apt, dnf, pacman, apk]: readonly [string, string, string, string],
): SystemTool {
  return { program, purpose, packages: { 'apt-get': apt, dnf, pacman, apk } };
}

const same = (name: string): [string, string, string, string] => [name, name, name, name];

export const systemTools: readonly SystemTool[] = [
  tool('unshare', 'makes the sandbox of a lab', same('util-linux')),
  tool('nsenter', 'runs commands on the hosts', same('util-linux')),
  tool('ip', 'builds the network', ['iproute2', 'iproute', 'iproute2', 'iproute2']),
  tool('iptables-legacy', 'is the packet filter of the twin router', [
    'iptables',
    'iptables-legacy',
    'iptables',
    'iptables-legacy',
  ]),
  tool('ipset', 'holds the address lists of the twin router', same('ipset')),
  tool('conntrack', 'reads connection tracking', [
    'conntrack',
    'conntrack-tools',
    'conntrack-tools',
    'conntrack-tools',
  ]),
  tool('dumpcap', 'captures packets', ['wireshark-common', 'wireshark-cli', 'wireshark-cli', 'wireshark-common']),
  tool('dnsmasq', 'hands out addresses and answers names', ['dnsmasq-base', 'dnsmasq', 'dnsmasq', 'dnsmasq']),
  tool('busybox', 'is the DHCP client of the hosts', same('busybox')),
  tool('socat', 'connects the harness with ports of a host', same('socat')),
  tool('nmap', 'scans ports', same('nmap')),
  tool('knock', 'knocks', ['knockd', 'knock', 'knockd', 'knock']),
  tool('ping', 'pings', ['iputils-ping', 'iputils', 'iputils', 'iputils']),
  tool('curl', 'fetches pages', same('curl')),
];

/** What the catalogue of attacks and the doors of other makers need besides: `run` says which of them it misses. */
export const attackTools: readonly SystemTool[] = [
  tool('hydra', 'guesses passwords', same('hydra')),
  tool('ssh', 'logs in', ['openssh-client', 'openssh-clients', 'openssh', 'openssh-client']),
  tool('sshpass', 'types passwords for ssh', same('sshpass')),
  tool('telnet', 'knocks', ['telnet', 'telnet', 'inetutils', 'busybox-extras']),
  tool('nft', 'is a door of another make', same('nftables')),
  tool('knockd', 'is a door of another make', ['knockd', 'knock-server', 'knockd', 'knock']),
  tool('fwknopd', 'is a door of another make', ['fwknop-server', 'fwknop', 'fwknop', 'fwknop']),
  tool('fwknop', 'knocks', ['fwknop-client', 'fwknop', 'fwknop', 'fwknop']),
  tool('ovs-vswitchd', 'is a switch that listens for knocks', [
    'openvswitch-switch',
    'openvswitch',
    'openvswitch',
    'openvswitch',
  ]),
  tool('python3', 'knocks', ['python3', 'python3', 'python', 'python3']),
  tool('perl', 'sets up cables', ['perl-base', 'perl', 'perl', 'perl']),
  tool('hping3', 'knocks', same('hping3')),
  tool('nc', 'knocks', ['netcat-openbsd', 'nmap-ncat', 'openbsd-netcat', 'netcat-openbsd']),
];

/** What the docker fabric needs besides: the engine, and what makes its base image. */
export const dockerTools: readonly SystemTool[] = [
  tool('dockerd', 'runs containers', ['docker.io', 'moby-engine', 'docker', 'docker']),
  tool('docker', 'builds images', ['docker.io', 'docker-cli', 'docker', 'docker-cli']),
  tool('docker-compose', 'brings the lab up by hand', same('docker-compose')),
  tool('mmdebstrap', 'makes the base image', ['mmdebstrap', 'mmdebstrap', 'mmdebstrap', 'mmdebstrap']),
];

/** What a CHR as the router needs besides. */
export const chrTools: readonly SystemTool[] = [
  tool('qemu-system-x86_64', 'is the machine of a CHR', [
    'qemu-system-x86',
    'qemu-system-x86-core',
    'qemu-system-x86',
    'qemu-system-x86_64',
  ]),
  tool('qemu-img', 'lays a layer over the disk of a CHR', ['qemu-utils', 'qemu-img', 'qemu-img', 'qemu-img']),
];

/** What a lab with such a router needs of the machine; in containers QEMU is in an image. */
export const toolsFor = (router: 'twin' | 'chr' | 'device', fabric: string): readonly SystemTool[] =>
  router === 'chr' && fabric === 'netns' ? [...systemTools, ...chrTools] : systemTools;

/** What prints reports on paper (`--pdf`); knocklab's own tests look at reports with it. */
export const browserTools: readonly SystemTool[] = [tool('chromium', 'shows and prints reports', same('chromium'))];

const collections = '/usr/lib/python3/dist-packages/ansible_collections';

/** Other people's clients of RouterOS: knocklab's own tests let them loose on the twin. Where Debian has them. */
export const foreignClients: readonly SystemTool[] = [
  tool('ssh', 'is a client of the console', ['openssh-client', 'openssh-clients', 'openssh', 'openssh-client']),
  tool('sshpass', 'types passwords for ssh', same('sshpass')),
  tool('telnet', 'is a client of the console', ['telnet', 'telnet', 'inetutils', 'busybox-extras']),
  tool('ftp', 'is a client of FTP', ['ftp', 'ftp', 'inetutils', 'lftp']),
  tool('lftp', 'is a client of FTP', same('lftp')),
  tool('mtlogin', 'reads configurations as rancid does', same('rancid')),
  {
    ...tool('python3-librouteros', 'is a client of the API', same('python3-librouteros')),
    file: '/usr/lib/python3/dist-packages/librouteros/__init__.py',
  },
  {
    ...tool('ansible', 'configures routers with community.routeros', same('ansible')),
    file: `${collections}/community/routeros/plugins/modules/api.py`,
  },
];

/** The tools that are not there. Only looks for files, so it is quick. */
export function findMissing(
  tools: readonly SystemTool[] = systemTools,
  path: string = searchPath(),
): readonly SystemTool[] {
  return tools.filter(({ program, file }) =>
    file === undefined ? findProgram(program, path) === undefined : !existsSync(file),
  );
}

export function findPackageManager(path: string = searchPath()): PackageManager | undefined {
  return managers.find((manager) => findProgram(manager, path) !== undefined);
}

const installArguments: Readonly<Record<PackageManager, readonly string[]>> = {
  'apt-get': ['install', '-y', '--no-install-recommends'],
  dnf: ['install', '-y'],
  pacman: ['-S', '--needed', '--noconfirm'],
  apk: ['add'],
};

/** The commands that install tools; Debian's needs the lists first, and packages may ask (dumpcap's does). */
export function installCommands(
  tools: readonly SystemTool[],
  manager: PackageManager,
  { sudo }: { sudo: boolean },
): string[][] {
  const before = sudo ? ['sudo'] : [];
  const install = [manager, ...installArguments[manager], ...packagesOf(tools, manager)];
  if (manager !== 'apt-get') return [[...before, ...install]];
  return [
    [...before, manager, 'update'],
    [...before, 'env', 'DEBIAN_FRONTEND=noninteractive', ...install],
  ];
}

/** One line to paste into a shell. */
export function installLine(tools: readonly SystemTool[], manager: PackageManager, options: { sudo: boolean }): string {
  return installCommands(tools, manager, options)
    .map((command) => command.join(' '))
    .join(' && ');
}

function packagesOf(tools: readonly SystemTool[], manager: PackageManager): string[] {
  return [...new Set(tools.map(({ packages }) => packages[manager]))];
}

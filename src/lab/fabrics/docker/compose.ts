import { stringify } from 'yaml';
import { KnocklabError } from '../../../core/errors.ts';
import {
  addressOf,
  type Interface,
  type Isp,
  membersOf,
  type Network,
  type Node,
  nodesOf,
  type Topology,
} from '../../topology/topology.ts';
import { leaseScript } from '../netns/dhcp-leases.ts';
import { insideDirectory } from '../netns/holder-script.ts';
import { dnsmasqCommand } from '../netns/isp.ts';
import { type NodeWiring, planWiring } from '../netns/wiring.ts';
import { imageOf, roleOf } from './images.ts';
import { capabilities } from './rights.ts';

export interface ComposeOptions {
  /** What is put on the router, a path from the project's root. */
  readonly configuration: string;
  readonly ros: string;
}

// The project's folder, where the containers see it. Its own Node runs what runs there.
const project = '/opt/knocklab';
const node = [`${project}/node_modules/.bin/node`, '--no-warnings'];
const apiName = 'api.telegram.org';

/** A topology for `docker compose`: the addresses, names and routes that the docker fabric gives, on Docker's own networks. */
export function composeText(topology: Topology, options: ComposeOptions): string {
  const wiring = new Map(planWiring(topology).nodes.map((own) => [own.name, own]));
  const services = nodesOf(topology).flatMap((one) => servicesOf(topology, one, wiring.get(one.name), options));
  const networks = Object.values(topology.networks).map((network) => [network.name, networkOf(topology, network)]);
  const text = stringify(
    {
      services: Object.fromEntries(services),
      networks: Object.fromEntries(networks),
      volumes: { files: { driver_opts: { type: 'tmpfs', device: 'tmpfs', o: 'mode=755' } } },
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
  return `${head(topology)}${text}`;
}

/** Compose would put a variable there. */
const literal = (text: string): string => text.replaceAll('$', '$$$$');

const head = ({
  name,
}: Topology): string => `# Made by "npm run docs" out of lab/topologies/${name}.yaml: the same hosts, addresses and routes as in the docker fabric.
# For use by hand, where Docker's own networks have to do (Docker Desktop); see docs/docker.md.
# Profiles: twin, the one that .env chooses; chr, whose router is a CHR in QEMU: KNOCKLAB_IMAGE=/path/to/chr.img docker compose --profile chr …
`;

type Service = readonly [name: string, description: object];

/** The router is there twice, once for each profile, at the same addresses. */
function servicesOf(
  topology: Topology,
  one: Node,
  wiring: NodeWiring | undefined,
  options: ComposeOptions,
): readonly Service[] {
  const own = service(topology, one, wiring);
  if (one.kind === 'isp') return [[one.name, { ...own, command: hostUp(ispProgram(topology, one)) }]];
  if (one.kind !== 'router') return [[one.name, { ...own, command: hostUp(hostProgram(one)) }]];
  const isps = Object.values(topology.hosts).filter(({ kind }) => kind === 'isp');
  // The router wants the isp's certificate. Hosts ask for their addresses until they get them.
  const waits = { depends_on: Object.fromEntries(isps.map(({ name }) => [name, { condition: 'service_healthy' }])) };
  return [
    [one.name, { ...own, ...waits, command: hostUp(twinProgram(options)), profiles: ['twin'] }],
    [`${one.name}-chr`, { ...own, ...waits, ...chrService(own, options) }],
  ];
}

const hostUp = (program: readonly string[]): string[] => [`${project}/lab/images/host-up`, ...program];

// Under its own name, whose ending says what it is. Without one, Docker says that it does not find this.
const image = '${KNOCKLAB_IMAGE:-/KNOCKLAB_IMAGE-is-not-set}';

/** RouterOS in QEMU, which has cables of the lab and the administrator's way in, as with `--router chr`. */
function chrService(own: ReturnType<typeof service>, options: ComposeOptions): object {
  return {
    image: imageOf('router-chr'),
    volumes: [...own.volumes, { type: 'bind', source: image, target: image, read_only: true }],
    // Where KVM is not asked for, QEMU finds that what is there in its place is none, and emulates.
    devices: ['/dev/net/tun:/dev/net/tun:rw', '${KNOCKLAB_KVM:-/dev/null}:/dev/kvm:rw'],
    command: hostUp([...routerProgram(options), '--image', image]),
    profiles: ['chr'],
  };
}

function service(topology: Topology, one: Node, wiring: NodeWiring | undefined) {
  const interfaces = Object.values(one.interfaces);
  const asksDhcp = interfaces.some(({ address }) => address === 'dhcp');
  return {
    image: imageOf(roleOf(one, 'twin')),
    hostname: one.name,
    init: true,
    cap_drop: ['ALL'],
    cap_add: [...capabilities],
    security_opt: ['no-new-privileges'],
    // The script that udhcpc runs lies there; Docker's own way is noexec.
    tmpfs: ['/run:exec,mode=755', '/tmp'],
    volumes: [`.:${project}:ro`, `files:${insideDirectory}`],
    networks: Object.fromEntries(interfaces.map((own) => [own.network, { ipv4_address: requireAddress(one, own) }])),
    sysctls: sysctlsOf(wiring),
    environment: {
      INTERFACES: interfaces.map((own) => `${requireAddress(one, own)} ${own.mac} ${own.name}`).join('\n'),
      LINKS: linksOf(topology, one, wiring).join('\n'),
      NAMESERVERS: (wiring?.nameservers ?? []).join(' '),
      ...(asksDhcp ? { LEASE_SCRIPT: literal(leaseScript), LEASE_FILE: '/run/lease' } : {}),
    },
    healthcheck: {
      test: ['CMD', 'test', '-s', healthFile(one, asksDhcp)],
      interval: '1s',
      timeout: '1s',
      retries: 3,
      // All wait for the router, and an emulated one is slow to come.
      start_period: '300s',
    },
  };
}

function healthFile({ kind }: Node, asksDhcp: boolean): string {
  if (kind === 'router') return `${insideDirectory}/router-is-up`;
  if (kind === 'isp') return `${insideDirectory}/ca.pem`;
  return asksDhcp ? '/run/lease' : '/etc/resolv.conf';
}

const routerProgram = ({ configuration }: ComposeOptions): string[] => [
  ...node,
  `${project}/src/router/compose-router.ts`,
  '--config',
  `${project}/${configuration}`,
];

const twinProgram = (options: ComposeOptions): string[] => [...routerProgram(options), '--ros', options.ros];

function hostProgram({ interfaces }: Node): string[] {
  const own = Object.values(interfaces).find(({ address }) => address === 'dhcp');
  if (own === undefined) return ['sleep', 'infinity'];
  return ['busybox', 'udhcpc', '-f', '-t', '0', '-T', '1', '-A', '1', '-s', '/run/lease-script', '-i', own.name];
}

function ispProgram(topology: Topology, isp: Isp): string[] {
  const mock = [`${project}/src/telegram/main.ts`, '--address', isp.dns[apiName] ?? ''];
  const start = `mkdir -p ${insideDirectory}/hosts/${isp.name}; ${dnsmasqCommand(topology, isp).join(' ')}; exec "$@"`;
  return ['sh', '-ec', literal(start), 'sh', ...node, ...mock];
}

/** What all interfaces get: those of one alone have no name yet when Docker sets them. */
function sysctlsOf(wiring: NodeWiring | undefined): Record<string, string> {
  const settings = Object.entries(wiring?.settings ?? {});
  const general = settings.filter(([file]) => !file.includes('/conf/') || /\/(all|default)\//.test(file));
  return Object.fromEntries(general.map(([file, value]) => [`net.${file.replaceAll('/', '.')}`, value]));
}

/** Docker's bridge is the switch, so an access point has none; and nobody talks to the machine's own end of it. */
function linksOf(topology: Topology, { interfaces }: Node, wiring: NodeWiring | undefined): string[] {
  const commands = (wiring?.commands ?? []).filter((command) => !/^link set port\d/.test(command));
  const networks = Object.values(interfaces).flatMap(({ network }) => topology.networks[network] ?? []);
  return [...commands, ...networks.map((network) => `route add blackhole ${machineAddress(topology, network)}/32`)];
}

function networkOf(topology: Topology, network: Network): object {
  return {
    driver: 'bridge',
    driver_opts: {
      'com.docker.network.bridge.enable_ip_masquerade': 'false',
      // The machine has no address in it, where the engine knows this; for others there are the black holes.
      'com.docker.network.bridge.inhibit_ipv4': 'true',
    },
    ipam: { config: [{ subnet: network.subnet, gateway: machineAddress(topology, network) }] },
  };
}

/** Docker gives an address of each network to the machine: the highest that is no host's, and neither the router's .1. */
function machineAddress(topology: Topology, { name, subnet }: Network): string {
  const taken = membersOf(topology, name).map((member) => addressOf(member.interface));
  const [base = '', length] = subnet.split('/');
  if (length !== '24') throw new KnocklabError('input/compose', `Network "${name}": ${subnet} is no /24.`);
  const candidates = Array.from({ length: 200 }, (_, index) => `${base.replace(/\.\d+$/, '')}.${254 - index}`);
  return candidates.find((address) => !taken.includes(address)) ?? '';
}

function requireAddress({ name }: Node, own: Interface): string {
  const address = addressOf(own);
  if (address !== undefined) return address;
  throw new KnocklabError('input/compose', `${name}/${own.name} has no address, and Docker would choose one.`, {
    remedy: 'Write the address that is to be expected there: `expect: …`.',
  });
}

import { once } from 'node:events';
import { connect } from 'node:net';
import { KnocklabError } from '../../../core/errors.ts';
import type { Source } from '../../../core/source.ts';
import { subnetHolds, subnetsOverlap } from '../../../lab/topology/subnet.ts';
import type { Row } from '../../../routeros/api/sentence.ts';
import type { Router } from '../../router.ts';
import { RouterTrap } from '../../router-trap.ts';
import { addressText, type DeviceTarget } from './connect-device.ts';
import type { MenuChange } from './device-changes.ts';
import { requireNoOtherRun } from './device-undo.ts';

/** How this machine gets at a device. */
export interface WayIn {
  /** The device's interface, and the network there: `192.168.88.1/24`. */
  readonly interface: string;
  readonly network: string;
  /** This machine's own address. */
  readonly harness: string;
}

/** What of a lab comes to a device. */
export interface LabAround {
  /** The device's interfaces that are cabled to the lab. */
  readonly interfaces: readonly string[];
  readonly subnets: readonly string[];
}

/**
 * The interface in whose network this machine is itself. Over a way through other routers, the routes of a configuration
 * could cut us off, so that one is refused.
 */
export async function findWayIn(router: Router, target: DeviceTarget): Promise<WayIn> {
  const harness = await ownAddress(target);
  const rows = await router.print(harness.includes(':') ? '/ipv6/address' : '/ip/address');
  const row = rows.find(
    ({ disabled, address = '' }) => disabled !== 'true' && subnetHolds(maskedSubnet(address), harness),
  );
  if (row?.interface !== undefined && row.address !== undefined)
    return { interface: row['actual-interface'] ?? row.interface, network: row.address, harness };
  throw new KnocklabError(
    'device/way-in',
    `${addressText(target)} has no address in a network of this machine (${harness}).`,
    {
      remedy: 'Reach it over a network that both are in: routes are what a configuration changes.',
    },
  );
}

const maskedSubnet = (address: string): string => (address.includes('/') ? address : `${address}/32`);

async function ownAddress({ host, port }: DeviceTarget): Promise<string> {
  const socket = connect(port, host);
  await once(socket, 'connect');
  const { localAddress = '' } = socket;
  socket.destroy();
  return localAddress.replace('::ffff:', '');
}

/** Refuses a device, or a configuration for it, that would not be the same afterwards, or that would not be ours alone. */
export async function examineDevice(
  router: Router,
  way: WayIn,
  lab: LabAround,
  changes: readonly MenuChange[],
  configuration: Source,
): Promise<void> {
  requireWayKept(way, lab, configuration);
  await requireInterfaces(router, lab.interfaces);
  await requireNoOtherRun(router);
  await requireNoWayOut(router);
  await requireEmpty(router, lab.interfaces, changes);
}

function requireWayKept(way: WayIn, { interfaces, subnets }: LabAround, { name, text }: Source): void {
  const own = way.interface;
  if (interfaces.includes(own))
    throw new KnocklabError('device/way-in', `The way to the device leads over ${own}, which is to be the lab's.`, {
      remedy: 'Manage it over an interface that the topology does not have.',
    });
  const overlap = subnets.find((subnet) => subnetsOverlap(subnet, way.network));
  if (overlap !== undefined)
    throw new KnocklabError(
      'device/way-in',
      `The lab's network ${overlap} and the management's, ${way.network}, overlap.`,
      {
        remedy: 'Manage the device over another network.',
      },
    );
  const word = new RegExp(`(?<![\\w-])${own.replaceAll(/[^\w]/g, '\\$&')}(?![\\w-])`);
  if (word.test(text))
    throw new KnocklabError('device/way-in', `${name} names ${own}, over which the way to the device leads.`, {
      remedy: 'Manage it over an interface that the configuration does not name.',
    });
}

async function requireInterfaces(router: Router, wanted: readonly string[]): Promise<void> {
  const rows = await router.print('/interface');
  for (const name of wanted) {
    const row = rows.find((other) => other.name === name);
    const fault = row === undefined ? 'is not there' : faultOf(row);
    if (fault === undefined) continue;
    throw new KnocklabError('device/interface', `The device's interface ${name} ${fault}.`, {
      evidence: rows.map((other) => other.name).join(', '),
      remedy: 'Free it, or name the interfaces as the topology has them.',
    });
  }
}

function faultOf({ disabled, slave }: Row): string | undefined {
  if (disabled === 'true') return 'is disabled';
  return slave === 'true' ? 'is part of a bridge or bond' : undefined;
}

/** What a host of the lab sends, the device would pass on. */
async function requireNoWayOut(router: Router): Promise<void> {
  const leadsOn = ({ disabled, gateway = '', 'dst-address': to }: Row): boolean =>
    disabled !== 'true' && (to === '0.0.0.0/0' || to === '::/0' || /^[\da-f.:]+(?:%|$)/i.test(gateway));
  const routes = [...(await router.print('/ip/route')), ...(await rowsOf(router, '/ipv6/route'))].filter(leadsOn);
  if (routes.length === 0) return;
  throw new KnocklabError('device/way-out', 'The device has routes by which packets would leave the lab.', {
    evidence: routes.map(({ 'dst-address': to, gateway }) => `${to} via ${gateway}`).join('\n'),
    remedy: 'Disable them for the time of the run; the management needs none in a network that both are in.',
  });
}

/** A clock that somebody else sets cannot be put to a scenario's time. */
export async function requireOwnClock(router: Router): Promise<void> {
  const [client] = await rowsOf(router, '/system/ntp/client');
  if (client?.enabled !== 'true') return;
  throw new KnocklabError('device/clock', 'The scenario sets the clock, and the device gets its time by NTP.', {
    remedy: 'Switch the NTP client off for the time of the run (/system ntp client set enabled=no).',
  });
}

const tables = ['filter', 'nat', 'mangle', 'raw', 'address-list'];
/** With rules of its own, or entries that earlier ones have left, a device would not be what the configuration makes of it. */
const alwaysEmpty = ['ip', 'ipv6'].flatMap((family) => tables.map((table) => `/${family}/firewall/${table}`));

/** Items here belong to an interface; those of others than the lab's may stay. */
const ofInterfaces: ReadonlySet<string> = new Set([
  '/ip/address',
  '/ip/dhcp-client',
  '/ip/dhcp-server',
  '/ipv6/address',
  '/interface/list/member',
]);

/** What nobody calls by its name does nothing here, and a second one of a name breaks the import off. */
const inert: ReadonlySet<string> = new Set(['/interface/list', '/ip/pool', '/system/script']);

async function requireEmpty(router: Router, cabled: readonly string[], changes: readonly MenuChange[]): Promise<void> {
  const touched = changes.filter(({ menu, added }) => added > 0 && !inert.has(menu)).map(({ menu }) => menu);
  const occupied: string[] = [];
  for (const menu of new Set([...alwaysEmpty, ...ofInterfaces, ...touched])) {
    const stays = ({ dynamic, builtin, interface: own = '' }: Row): boolean =>
      (dynamic === 'true' && !menu.endsWith('/address-list')) ||
      builtin === 'true' ||
      (ofInterfaces.has(menu) && !cabled.includes(own));
    const count = (await rowsOf(router, menu)).filter((row) => !stays(row)).length;
    if (count > 0) occupied.push(`${menu}: ${count}`);
  }
  if (occupied.length === 0) return;
  throw new KnocklabError('device/not-empty', 'The device has items of its own where the configuration has its.', {
    evidence: occupied.join('\n'),
    remedy:
      'Nothing has been changed. Use a device that has nothing there, or remove them yourself and keep an export.',
  });
}

/** A package that is not installed has no menus. */
async function rowsOf(router: Router, menu: string): Promise<Row[]> {
  return await router.print(menu).catch((error: unknown) => {
    if (error instanceof RouterTrap) return [];
    throw error;
  });
}

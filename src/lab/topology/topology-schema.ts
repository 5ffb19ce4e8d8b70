import * as z from 'zod';
import { isIPv4, isIPv6, isSubnet } from './subnet.ts';

// Linux keeps 15 bytes of an interface's name, and the lab puts a prefix before a network's.
const name = z.string().regex(/^[a-z][a-z0-9-]{0,11}$/, 'is no name: 1 to 12 lower-case letters, digits and hyphens');
const interfaceName = z.string().regex(/^[a-zA-Z][\w.-]{0,14}$/, 'is no interface name: at most 15 characters');

const mac = z
  .string()
  .regex(/^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$/, 'is no MAC address such as 02:00:00:00:00:01')
  .refine((text) => (Number.parseInt(text.slice(0, 2), 16) & 1) === 0, 'is a multicast MAC address');

const ipv4 = z.string().refine(isIPv4, 'is no IPv4 address');
const ipv6 = z.string().refine(isIPv6, 'is no IPv6 address');
const isHostAddress = (text: string): boolean => isIPv4(text) || isSubnet(text, isIPv4);
const address = z
  .string()
  .refine((text) => text === 'dhcp' || isHostAddress(text), 'is neither an IPv4 address nor "dhcp"');
const address6 = z.string().refine((text) => isIPv6(text) || isSubnet(text, isIPv6), 'is no IPv6 address');
const subnet = z.string().refine((text) => isSubnet(text, isIPv4), 'is no IPv4 subnet such as 192.0.2.0/24');
const subnet6 = z.string().refine((text) => isSubnet(text, isIPv6), 'is no IPv6 subnet such as 2001:db8::/64');
const range = z
  .string()
  .refine(
    (text) => text.split('-').length === 2 && text.split('-').every(isIPv4),
    'is no range such as 192.0.2.10-192.0.2.99',
  );

const attachment = {
  address: address.optional(),
  gateway: ipv4.optional(),
  address6: address6.optional(),
  gateway6: ipv6.optional(),
  expect: ipv4.optional(),
  mac: mac.optional(),
};

const host = z.strictObject({
  kind: z.enum(['host', 'access-point', 'isp']).default('host'),
  network: name.optional(),
  ...attachment,
  interfaces: z.record(interfaceName, z.strictObject({ network: name, ...attachment })).optional(),
  nameservers: z.array(ipv4).default([]),
  routes: z.record(subnet, ipv4).default({}),
  dhcp: z.strictObject({ range, leases: z.record(name, ipv4).default({}) }).optional(),
  dns: z.record(z.string().regex(/^[a-z0-9_.-]+$/i, 'is no host name'), ipv4).optional(),
});

/** The shape of a topology file. What its parts say about each other is checked behind it. */
export const topologySchema = z.strictObject({
  name,
  description: z.string().default(''),
  networks: z.record(name, z.strictObject({ subnet, subnet6: subnet6.optional(), switch: name.optional() })),
  router: z.strictObject({
    /** Ports that the router has and no network is on. */
    unplugged: z.array(interfaceName).default([]),
    /** A configuration that the router has before the one under test. */
    before: z.string().endsWith('.rsc', 'is no .rsc file').optional(),
    interfaces: z.record(
      interfaceName,
      z.strictObject({ network: name, mac: mac.optional(), expect: ipv4.optional() }),
    ),
  }),
  hosts: z.record(name, host).default({}),
});

export type TopologyFile = z.output<typeof topologySchema>;
export type HostFile = TopologyFile['hosts'][string];
export type AttachmentFile = Omit<NonNullable<HostFile['interfaces']>[string], 'network'>;

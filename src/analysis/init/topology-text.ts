import { freeSubnet, hostOf } from './address-plan.ts';
import type { Side, Site } from './side.ts';
import { routedSides, type SiteHost, worldName } from './site-hosts.ts';

interface TopologyParts {
  readonly name: string;
  readonly site: Site;
  readonly hosts: readonly SiteHost[];
  readonly worldAddress: string;
  /** Where the surroundings of a part of a configuration stand. */
  readonly before: string | undefined;
}

/** An address of the world at large: no network around the router holds it, and no rule names it. */
export function worldAddressOf({ sides }: Site, text: string): string {
  return hostOf(
    freeSubnet(
      text,
      sides.map(({ subnet }) => subnet),
    ),
    [],
    80,
  );
}

/** The topology file of a site. */
export function topologyText({ name, site, hosts, worldAddress, before }: TopologyParts): string {
  const { sides, unplugged } = site;
  return [
    `name: ${name}`,
    'description: Guessed from the configuration by knocklab init. Correct it where your network is otherwise.',
    '',
    'networks:',
    ...sides.map(networkLine),
    '',
    'router:',
    '  interfaces:',
    ...sides.map((side) => `    ${side.port}: { network: ${side.name}, expect: ${side.router} } # ${side.interface}`),
    ...(unplugged.length === 0
      ? []
      : ['  # The router has these, too; nothing is plugged in.', `  unplugged: [${unplugged.join(', ')}]`]),
    ...(before === undefined ? [] : ['  # What the configuration takes for granted.', `  before: ${before}`]),
    '',
    'hosts:',
    ...hosts.flatMap((host) => hostLines(host, site, worldAddress)),
    '',
  ].join('\n');
}

function networkLine({ name, subnet, six }: Side): string {
  return `  ${name}: { subnet: ${subnet}${six === undefined ? '' : `, subnet6: '${six.subnet}'`} }`;
}

function hostLines(host: SiteHost, site: Site, worldAddress: string): string[] {
  const { name, side, role, address, mac, address6 } = host;
  if (role === 'isp') return ispLines(name, side, site, worldAddress);
  const parts = [`network: ${side.name}`, `address: ${address}`];
  if (address !== 'dhcp' && !side.isOutside) parts.push(`gateway: ${side.router}`);
  // Nobody translates IPv6: the world knows the way to the networks behind the router.
  if (address6 !== undefined) parts.push(`address6: '${address6}'`, `gateway6: '${side.six?.router}'`);
  if (mac !== undefined) parts.push(`mac: '${mac}'`);
  if (role !== 'stranger') return [`  ${name}: { ${parts.join(', ')} }`];
  const locals = site.sides.filter(({ isOutside }) => !isOutside);
  const routes = locals.map(({ subnet }) => `${subnet}: ${side.router}`);
  if (routes.length > 0) parts.push(`routes: { ${routes.join(', ')} }`);
  return [
    '  # On the router’s own segment, and knows the way to the networks behind it.',
    `  ${name}: { ${parts.join(', ')} }`,
  ];
}

/** The provider has no way back to private addresses: what it answers has been translated. */
function ispLines(name: string, side: Side, site: Site, worldAddress: string): string[] {
  const routes = routedSides(site).map(({ subnet }) => `${subnet}: ${side.router}`);
  return [
    `  ${name}:`,
    '    kind: isp',
    `    network: ${side.name}`,
    `    address: ${side.gateway}`,
    ...(side.isLeased
      ? [`    dhcp: { range: ${side.router}-${hostOf(side.subnet, [], 50)}, leases: { router: ${side.router} } }`]
      : []),
    ...(routes.length === 0 ? [] : [`    routes: { ${routes.join(', ')} }`]),
    `    dns: { ${worldName}: ${worldAddress}, api.telegram.org: 149.154.167.220 }`,
  ];
}

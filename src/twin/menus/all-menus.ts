import type { MenuSpec } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';
import { arp, neighbours6 } from './arp.ts';
import { certificates } from './certificate.ts';
import { connections, connectionTracking } from './connections.ts';
import { consoleMenu } from './console.ts';
import { dhcpClients } from './dhcp-client.ts';
import { dhcpNetworks, dhcpServers } from './dhcp-server.ts';
import { dhcpLeases } from './dhcp-server-lease.ts';
import { dhcpAlerts, dhcpConfig, dhcpMatchers, dhcpOptionSets, dhcpOptions } from './dhcp-server-options.ts';
import { dns, dnsCache, dnsForwarders, dnsStatic } from './dns.ts';
import { eMail } from './e-mail.ts';
import { files } from './files.ts';
import { firewallTables } from './firewall.ts';
import { root } from './global.ts';
import { history } from './history.ts';
import { interfaces, loopback } from './interfaces.ts';
import { bridgePorts, bridgeSettings, bridges, bridgeVlans } from './interfaces-bridge.ts';
import { interfaceListMembers, interfaceLists } from './interfaces-lists.ts';
import { addresses, pools, usedPools } from './ip.ts';
import { ipSettings } from './ip-settings.ts';
import { addresses6, pools6 } from './ipv6-address.ts';
import { dhcpClients6, dhcpServers6 } from './ipv6-dhcp.ts';
import { advertisedPrefixDefaults, advertisedPrefixes, neighbourDiscovery, settings6 } from './ipv6-nd.ts';
import { keptMenus } from './kept/kept-menus.ts';
import { layer7Protocols } from './layer7.ts';
import { log, logging, loggingActions } from './logging.ts';
import { discoverySettings, neighbors } from './neighbor.ts';
import { netwatch } from './netwatch.ts';
import { ntpMenus } from './ntp.ts';
import { processors, resource } from './resource.ts';
import { routes } from './routes.ts';
import { routingRules, routingTables } from './routing.ts';
import { environment, scriptJobs } from './script-jobs.ts';
import { scheduler, scripts } from './scripting.ts';
import { bandwidthServer, services } from './service.ts';
import { servicePorts } from './service-port.ts';
import { sshKeys, sshServer } from './ssh.ts';
import { clock, identity } from './system.ts';
import { backups, systemActions } from './system-actions.ts';
import { terminal } from './terminal.ts';
import { tool } from './tool.ts';
import { activeUsers, userAaa, userGroups, userSettings, users } from './users.ts';
import { vlans } from './vlan.ts';

/** Every menu that the twin knows, but those that need what is only found at boot. */
export function allMenus(twin: Twin): readonly MenuSpec[] {
  const real = realMenus(twin);
  const known = new Set([...real.map(({ path }) => path), ...madeElsewhere]);
  return [...real, ...keptMenus(twin, known)];
}

/** By the parts of the twin that they belong to. */
const madeElsewhere = ['interface ethernet', 'ip firewall address-list', 'ipv6 firewall address-list'];

function realMenus(twin: Twin): readonly MenuSpec[] {
  return [
    root(twin),
    ...(twin.version.major === 6 ? [] : [consoleMenu(twin)]),
    interfaces(twin),
    loopback(twin),
    bridges(twin),
    vlans(twin),
    bridgeVlans(twin),
    bridgeSettings(),
    bridgePorts(twin),
    interfaceLists(twin),
    interfaceListMembers(twin),
    addresses(twin),
    dhcpClients(twin),
    dhcpServers(twin),
    dhcpNetworks(),
    dhcpLeases(twin),
    dhcpOptions(),
    dhcpOptionSets(twin),
    dhcpConfig(),
    dhcpAlerts(twin),
    ...(twin.version.major === 6 ? [] : [dhcpMatchers(twin)]),
    pools(twin),
    usedPools(twin),
    dns(twin),
    dnsStatic(twin),
    dnsCache(twin, 'ip dns cache'),
    dnsCache(twin, 'ip dns cache all'),
    ...(twin.version.major === 6 ? [] : [dnsForwarders()]),
    ipSettings(twin),
    arp(twin),
    neighbours6(twin),
    neighbors(),
    discoverySettings(twin),
    addresses6(twin),
    pools6(twin),
    dhcpClients6(twin),
    dhcpServers6(twin),
    neighbourDiscovery(twin),
    advertisedPrefixes(twin),
    advertisedPrefixDefaults(),
    settings6(twin),
    routes(twin, 4),
    routes(twin, 6),
    ...(twin.version.major === 6 ? [] : [routingTables(twin)]),
    routingRules(twin),
    layer7Protocols(),
    ...firewallTables(twin),
    connections(twin, 'ip'),
    connections(twin, 'ipv6'),
    connectionTracking(),
    servicePorts(twin),
    certificates(twin),
    services(twin),
    bandwidthServer(),
    systemActions(twin),
    backups(twin),
    identity(),
    history(twin),
    clock(twin),
    ...ntpMenus(twin),
    resource(twin),
    processors(),
    users(twin),
    userGroups(twin),
    activeUsers(twin),
    sshKeys(twin),
    sshServer(twin),
    userAaa(twin),
    userSettings(),
    files(twin),
    scripts(twin),
    environment(twin),
    scriptJobs(twin),
    scheduler(twin),
    log(twin),
    logging(twin),
    loggingActions(twin),
    terminal(twin),
    tool(twin),
    eMail(twin),
    netwatch(twin),
  ];
}

import type { MenuSpec } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';
import { dhcpLeases, dhcpNetworks, dhcpServers } from './dhcp-server.ts';
import { filter, nat } from './firewall.ts';
import { root } from './global.ts';
import { bridgePorts, bridges, interfaceListMembers, interfaceLists, interfaces } from './interfaces.ts';
import { addresses, dhcpClients, dns, dnsStatic, pools, routes } from './ip.ts';
import { log, logging, loggingActions } from './logging.ts';
import { environment, scheduler, scripts } from './scripting.ts';
import { bandwidthServer, services } from './service.ts';
import { clock, files, identity, resource, users } from './system.ts';
import { tool } from './tool-fetch.ts';

/** Every menu that the twin knows, but those that need what is only found at boot. */
export function allMenus(twin: Twin): readonly MenuSpec[] {
  return [
    root(twin),
    interfaces(twin),
    bridges(twin),
    bridgePorts(twin),
    interfaceLists(twin),
    interfaceListMembers(twin),
    addresses(twin),
    dhcpClients(twin),
    dhcpServers(twin),
    dhcpNetworks(),
    dhcpLeases(twin),
    pools(twin),
    dns(twin),
    dnsStatic(),
    routes(twin),
    filter(twin),
    nat(twin),
    services(),
    bandwidthServer(),
    identity(),
    clock(twin),
    resource(twin),
    users(twin),
    files(),
    scripts(twin),
    environment(twin),
    scheduler(twin),
    log(twin),
    logging(twin),
    loggingActions(twin),
    tool(twin),
  ];
}

import type { MenuSpec } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';
import { floodPingCommand } from './flood-ping.ts';
import { pingCommand } from './ping.ts';
import { fetchCommand } from './tool-fetch.ts';
import { tracerouteCommand } from './traceroute.ts';

/** `/tool`: its commands; its menus are their own. */
export function tool(twin: Twin): MenuSpec {
  return {
    path: 'tool',
    kind: 'commands',
    properties: {},
    actions: {
      fetch: fetchCommand(twin),
      ping: pingCommand(twin),
      'flood-ping': floodPingCommand(twin),
      traceroute: tracerouteCommand(twin),
    },
  };
}

import { resetRouter } from '../../src/router/reset-router.ts';
import { fwknopDoor, knockdDoor } from './daemon-doors.ts';
import { ipsetDoor, nftablesDoor, recentDoor } from './filter-doors.ts';
import { sequence, serveBehind } from './paper.ts';
import type { ServerDoor, ServersContext } from './server-door.ts';

/** All six, in the paper's order, and fwknop. */
export async function openDoors(context: ServersContext): Promise<ServerDoor[]> {
  const makers = [routerDoor, knockdDoor, recentDoor, ipsetDoor, nftablesDoor, fwknopDoor];
  return await Promise.all(makers.map((make) => make(context)));
}

/** The router before the server. */
async function routerDoor(context: ServersContext): Promise<ServerDoor> {
  const { router } = context;
  await serveBehind(context);
  return {
    name: 'RouterOS',
    target: router,
    kernelTime: false,
    sequence,
    stageTimeout: '10s',
    openTimeout: '1h',
    open: async (from) => void (await from.knock(router, sequence, { gap: '20ms' })),
    forget: () => resetRouter(router.api),
  };
}

import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import { sequence } from './paper.ts';
import { configuration, must, type ServerDoor, type ServersContext, serveOn } from './server-door.ts';

const gap = { gap: '20ms' } as const;

/** iptables alone: its match `recent`. */
export async function recentDoor(context: ServersContext): Promise<ServerDoor> {
  const { recent } = context;
  await serveOn(context, recent);
  const [closed, rules] = await Promise.all([configuration('closed.rules'), configuration('recent.rules')]);
  // A list ends with the last rule that names it. /proc/net/xt_recent would be simpler, and is root's outside of the lab.
  const forget = async (): Promise<void> => {
    for (const text of [closed, rules]) await must(recent, 'iptables-legacy-restore -w', text);
    await must(recent, 'conntrack -F');
  };
  await forget();
  return { ...staticDoor('iptables with recent', recent, 'true', '3s'), forget };
}

/** iptables with ipset. */
export async function ipsetDoor(context: ServersContext): Promise<ServerDoor> {
  const { ipset } = context;
  await serveOn(context, ipset);
  await must(ipset, 'ipset restore', await configuration('ipset.sets'));
  await must(ipset, 'iptables-legacy-restore -w', await configuration('ipset.rules'));
  return staticDoor('iptables with ipset', ipset, 'ipset flush; conntrack -F', '3s');
}

/** nftables alone: sets with timeouts. */
export async function nftablesDoor(context: ServersContext): Promise<ServerDoor> {
  const { nftables } = context;
  await serveOn(context, nftables);
  await must(nftables, 'nft -f -', await configuration('knock.nft'));
  const forget = 'for set in stage1 stage2 open; do nft flush set inet door $set; done; conntrack -F';
  return staticDoor('nftables', nftables, forget, '3s');
}

/** A door whose knock is the sequence. */
export function staticDoor(name: string, target: ScenarioHost, forget: string, stageTimeout: string): ServerDoor {
  return {
    name,
    target,
    kernelTime: true,
    sequence,
    stageTimeout,
    openTimeout: '2s',
    open: async (from) => void (await from.knock(target, sequence, gap)),
    forget: async () => void (await must(target, forget)),
  };
}

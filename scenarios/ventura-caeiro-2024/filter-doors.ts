import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import { sequence } from './paper.ts';
import { configuration, must, type ServerDoor, type ServersContext, serveOn } from './server-door.ts';

const gap = { gap: '20ms' } as const;

/** iptables alone: its match `recent`. */
export async function recentDoor(context: ServersContext): Promise<ServerDoor> {
  const { recent } = context;
  await serveOn(context, recent);
  await must(recent, 'iptables-legacy-restore -w', await configuration('recent.rules'));
  const forget = 'for list in stage1 stage2 open; do echo / > /proc/net/xt_recent/$list; done; conntrack -F';
  return staticDoor('iptables with recent', recent, forget, '1s');
}

/** iptables with ipset. */
export async function ipsetDoor(context: ServersContext): Promise<ServerDoor> {
  const { ipset } = context;
  await serveOn(context, ipset);
  await must(ipset, 'ipset restore', await configuration('ipset.sets'));
  await must(ipset, 'iptables-legacy-restore -w', await configuration('ipset.rules'));
  return staticDoor('iptables with ipset', ipset, 'ipset flush; conntrack -F', '1s');
}

/** nftables alone: sets with timeouts. */
export async function nftablesDoor(context: ServersContext): Promise<ServerDoor> {
  const { nftables } = context;
  await serveOn(context, nftables);
  await must(nftables, 'nft -f -', await configuration('knock.nft'));
  const forget = 'for set in stage1 stage2 open; do nft flush set inet door $set; done; conntrack -F';
  return staticDoor('nftables', nftables, forget, '1s');
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

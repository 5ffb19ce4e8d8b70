import { randomBytes } from 'node:crypto';
import type { RunningProcess } from '../../src/process/command.ts';
import type { ScenarioHost } from '../../src/scenario/scenario-host.ts';
import { sequence, service } from './paper.ts';
import { configuration, must, type ServerDoor, type ServersContext, serveOn, untilCapturing } from './server-door.ts';

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

function staticDoor(name: string, target: ScenarioHost, forget: string, stageTimeout: string): ServerDoor {
  return {
    name,
    target,
    sequence,
    stageTimeout,
    openTimeout: '2s',
    open: async (from) => void (await from.knock(target, sequence, gap)),
    forget: async () => void (await must(target, forget)),
  };
}

/** knockd: a daemon that listens below the filter. It keeps in its own memory how far everybody has come. */
export async function knockdDoor(context: ServersContext): Promise<ServerDoor> {
  const { knockd } = context;
  const file = '/run/knocklab/hosts/knockd/knockd.conf';
  await serveOn(context, knockd);
  await must(knockd, `cat > ${file}`, await configuration('knockd.conf'));
  const rules = await configuration('closed.rules');
  const daemon = new Daemon(context, knockd, ['knockd', '-c', file]);
  const forget = async (): Promise<void> => {
    await daemon.stop();
    await must(knockd, 'iptables-legacy-restore -w; conntrack -F', rules);
    await daemon.start();
  };
  await forget();
  return { ...staticDoor('knockd', knockd, 'true', '2s'), forget };
}

/** fwknopd: one datagram, encrypted and authenticated. The keys are made for this lab and end with it. */
export async function fwknopDoor(context: ServersContext): Promise<ServerDoor> {
  const { fwknop } = context;
  const directory = '/run/knocklab/hosts/fwknop';
  const key = labKey('encryption');
  const hmac = labKey('authentication');
  await serveOn(context, fwknop);
  const conf = (await configuration('fwknopd.conf')).replaceAll('DIRECTORY', directory);
  const access = (await configuration('access.conf')).replace('BASE64 HMAC-KEY', `BASE64 ${hmac}`);
  await must(fwknop, `umask 077; cat > ${directory}/fwknopd.conf`, conf);
  await must(fwknop, `umask 077; cat > ${directory}/access.conf`, access.replace('BASE64 KEY', `BASE64 ${key}`));
  const files = ['-c', `${directory}/fwknopd.conf`, '-a', `${directory}/access.conf`];
  const daemon = new Daemon(context, fwknop, ['fwknopd', '-f', ...files]);
  const rules = await configuration('closed.rules');
  const forget = async (): Promise<void> => {
    await daemon.stop();
    await must(fwknop, 'iptables-legacy-restore -w; conntrack -F', rules);
    await daemon.start();
  };
  await forget();
  const open = async (from: ScenarioHost): Promise<void> => {
    const ask = `HOME=$(mktemp -d); export HOME
      fwknop --no-save-args -A tcp/${service} -a ${from.address} -D ${fwknop.address} --key-base64-rijndael ${key} \
      --key-base64-hmac ${hmac}; code=$?; rm -rf "$HOME"; exit $code`;
    await must(from, ask);
    await must(fwknop, `until iptables-legacy -w -S | grep -q -- '-s ${from.address}/32.*ACCEPT'; do sleep 0.005; done`);
  };
  return { name: 'fwknop', target: fwknop, openTimeout: '2s', open, forget };
}

/** 32 bytes that say whose they are. */
function labKey(purpose: string): string {
  const text = `knocklab ${purpose} `.padEnd(24, '.').slice(0, 24);
  return Buffer.concat([Buffer.from(text), randomBytes(8)]).toString('base64');
}

/** A program of a host that can be had afresh. */
class Daemon {
  readonly #context: ServersContext;
  readonly #host: ScenarioHost;
  readonly #argv: readonly string[];
  #running: RunningProcess | undefined;

  constructor(context: ServersContext, host: ScenarioHost, argv: readonly string[]) {
    this.#context = context;
    this.#host = host;
    this.#argv = argv;
  }

  async stop(): Promise<void> {
    this.#running?.kill('SIGKILL');
    await this.#running?.ended;
    this.#running = undefined;
  }

  async start(): Promise<void> {
    this.#running = await this.#context.lab.host(this.#host.name).start(this.#argv);
    await must(this.#host, `timeout 5 sh -c '${untilCapturing}'`);
  }
}

import { KnocklabError } from '../core/errors.ts';
import type { Host } from '../lab/host.ts';
import { connect } from '../probes/connect.ts';
import { type HeldConnection, holdConnection } from '../probes/held-connection.ts';
import { http } from '../probes/http.ts';
import { knock } from '../probes/knock.ts';
import { look } from '../probes/look.ts';
import { nping } from '../probes/nping.ts';
import { ping } from '../probes/ping.ts';
import { scan } from '../probes/scan.ts';
import { serve } from '../probes/serve.ts';
import { inside, type Network, outside } from './network.ts';

/** Where a deed is done, with what is left of the line behind its verb. */
interface Doing {
  readonly network: Network;
  readonly host: Host;
  readonly rest: string;
  /** Connections that are kept, by port. */
  readonly held: Map<string, HeldConnection>;
}

/** Gives what was seen; undefined for what is only done. */
type Deed = (doing: Doing) => Promise<string | undefined>;

const deeds: Readonly<Record<string, Deed>> = {
  /** `tcp 22,23 [ADDRESS]`: the states of ports, in nmap's words. */
  tcp: async ({ network, host, rest }) => {
    const { what, address } = target(rest, host);
    const ports = what.split(',').map(Number);
    const { states } = await look(host, address, ports, { patienceMs: network.patienceMs });
    return ports.map((port) => states[port]).join(' ');
  },
  /** `scans tcp|udp 22 [ADDRESS]`: nmap's state and its reason. */
  scans: async ({ host, rest }) => {
    const [protocol = '', ...others] = rest.split(' ');
    const { what, address } = target(others.join(' '), host);
    const ports = what.split(',').map(Number);
    const result = await scan(host, address, protocol === 'udp' ? { udp: ports } : { tcp: ports });
    return result.ports.map(({ state, reason }) => `${state} ${reason}`).join(', ');
  },
  /** `knocks 7000/udp:data=x icmp:size=100`: one packet each, at once. */
  knocks: async ({ host, rest }) => {
    await knock(host, addressFor(host), quotedWords(rest), { gapMs: 0 });
    return undefined;
  },
  /** `nping --tcp -p 9 --flags syn [--dest-ip …]`: one packet made by hand. */
  nping: async ({ host, rest }) => {
    const to = rest.includes('--dest-ip') ? '' : addressFor(host);
    await nping(host, `--send-ip ${rest} ${to}`);
    return undefined;
  },
  /** `pings [SIZE] [ADDRESS]` */
  pings: async ({ network, host, rest }) => {
    const { what, address } = target(rest, host);
    const size = what === '' ? {} : { size: Number(what) };
    const { received } = await ping(host, address, { timeoutMs: network.patienceMs * 4, ...size });
    return received > 0 ? 'answered' : 'silent';
  },
  /** `hears 21`: what a service says first. */
  hears: async ({ host, rest }) => {
    for (let attempt = 1; ; attempt += 1) {
      const said = await listen(host, Number(rest));
      if (said !== '' || attempt === maxAttempts) return said;
    }
  },
  /** `listens 8291`: the same of a service that is not expected to say anything. */
  listens: async ({ host, rest }) => (await listen(host, Number(rest))) || 'silent',
  /** `reads 8080`: all that a service says until it closes. */
  reads: async ({ host, rest }) => {
    for (let attempt = 1; ; attempt += 1) {
      const said = await readAll(host, Number(rest));
      if (said !== '' || attempt === maxAttempts) return said;
    }
  },
  /** `fetches GET /rest/… [BODY]` as the suite's own user, `… as NAME:PASSWORD` as another. */
  fetches: async ({ network, host, rest }) => {
    const [, method = 'GET', path = '', body] = /^(\S+) (\S+)(?: (.*))?$/.exec(rest) ?? [];
    const { name, password } = network.user;
    const json = body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } };
    const { status = 0, body: page } = await http(host, `http://${addressFor(host)}${path}`, {
      ...(method === 'HEAD' ? { extraArgs: ['-I'] } : { method: method.replace('!', '') }),
      user: method.endsWith('!') ? `${name}:wrong` : `${name}:${password}`,
      timeoutMs: 10_000,
      ...json,
    });
    return `${status} ${page.trim()}`.trim();
  },
  /** `ssh COMMAND`: what the router's console prints. */
  ssh: async ({ network, host, rest }) => {
    const { name, password } = network.user;
    const trusting = [
      'StrictHostKeyChecking=no',
      'UserKnownHostsFile=/dev/null',
      'LogLevel=ERROR',
      'PubkeyAuthentication=no',
    ];
    const options = trusting.flatMap((option) => ['-o', option]);
    const login = ['sshpass', '-p', password, 'ssh', ...options, `${name}@${addressFor(host)}`];
    const { exitCode, stdout, stderr } = await host.exec([...login, rest], { timeoutMs: 30_000 });
    if (stderr !== '') throw new KnocklabError('probe/ssh-failed', `ssh could not run: ${rest}`, { evidence: stderr });
    return `${shown(stdout)} (exit status ${exitCode})`;
  },
  /** `holds 23`: a connection that stays open. */
  holds: async ({ host, rest, held }) => {
    held.set(rest, await holdConnection(host, addressFor(host), Number(rest)));
    return undefined;
  },
  /** `carries 23`: whether what is sent over it arrives. */
  carries: async ({ rest, held }) => ((await held.get(rest)?.carries()) ? 'carries' : 'does not carry'),
  /** `serves 8080 TEXT`: a TCP service that says something. */
  serves: async ({ host, rest }) => {
    const [port = '', ...text] = rest.split(' ');
    await serve(host, Number(port), `SYSTEM:echo ${text.join(' ')}`);
    return undefined;
  },
};

/** `attacker tcp 22` */
export async function doDeed(line: string, network: Network, held: Doing['held']): Promise<string | undefined> {
  const [, name = '', verb = '', rest = ''] = /^(attacker|client) (\w+)(?: (.*))?$/s.exec(line) ?? [];
  const deed = deeds[verb];
  if (deed === undefined) throw new KnocklabError('conformance/line', `Nobody knows how to do "${line}".`);
  return await deed({ network, host: name === 'client' ? network.client : network.attacker, rest, held });
}

/** On a busy machine a banner may be late, and nobody hears it. */
const maxAttempts = 3;

async function listen(host: Host, port: number): Promise<string> {
  const { outcome, banner = '' } = await connect(host, addressFor(host), port, { readBanner: true });
  return outcome === 'connected' ? shown(banner) : outcome;
}

/** bash and not socat, which would close its side first. */
async function readAll(host: Host, port: number): Promise<string> {
  const script = 'exec 3<>"/dev/tcp/$1/$2" && cat <&3';
  const argv = ['timeout', '10', 'bash', '-c', script, 'read', addressFor(host), `${port}`];
  return shown((await host.exec(argv, { timeoutMs: 15_000 })).stdout);
}

/** The router as the host sees it. */
const addressFor = (host: Host): string => (host.name === 'client' ? inside.router : outside.router);

/** `22 192.0.2.10`, `192.0.2.10`, `22` */
function target(rest: string, host: Host): { what: string; address: string } {
  const address = /\b\d+\.\d+\.\d+\.\d+$/.exec(rest)?.[0];
  const what = (address === undefined ? rest : rest.slice(0, -address.length)).trim();
  return { what, address: address ?? addressFor(host) };
}

function quotedWords(text: string): string[] {
  return (text.match(/(?:[^\s"]|"[^"]*")+/g) ?? []).map((word) => word.replaceAll('"', ''));
}

/** Bytes that a line cannot show, as JSON does. */
const shown = (text: string): string => JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');

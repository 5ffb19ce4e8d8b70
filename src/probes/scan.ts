import type { Host } from '../lab/host.ts';
import type { CommandResult } from '../process/command.ts';
import type { PortState } from '../trace/events.ts';
import { NmapData, type ScannedPorts } from './nmap-data.ts';
import { type NmapReport, parseNmapXml } from './nmap-xml.ts';
import { probeFailure, runTool } from './run-tool.ts';

/**
 * `default` is what a person types, `nmap ADDRESS`; `services` the four ports that the publications guard; `sequential`
 * every port in ascending order; `udp` a few UDP services; `version` asks open ports what they are.
 */
export type ScanProfile = 'default' | 'services' | 'sequential' | 'udp' | 'version';

export interface ScanRequest {
  readonly profile?: ScanProfile;
  /** Instead of the profile's ports; `top1000` are nmap's own. */
  readonly tcp?: readonly number[] | 'top1000';
  readonly udp?: readonly number[];
  /** Further arguments, put before the address. */
  readonly extraArgs?: readonly string[];
  /** Ten minutes unless given. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface ScanResult {
  /** As a person would type it. */
  readonly command: string;
  readonly durationMs: number;
  /** False: nmap found nobody at the address and so looked at no port. */
  readonly hostUp: boolean;
  readonly ports: readonly PortState[];
  /** Ports not listed one by one, by state. */
  readonly others: readonly { readonly state: PortState['state']; readonly count: number }[];
  readonly xml: string;
  readonly nmapVersion: string;
  /** Undefined when the port was not scanned. */
  stateOf(port: number, protocol?: PortState['protocol']): PortState['state'] | undefined;
}

/** SSH, telnet, WebFig and Winbox. */
const servicePorts = [22, 23, 80, 8291] as const;

const udpServicePorts = [53, 67, 123, 161, 500, 5678] as const;

const tenMinutesMs = 600_000;

/** Scans an address from a host with nmap. A scan that did not come to its end is an error, never "no ports". */
export async function scan(from: Host, address: string, request: ScanRequest = {}): Promise<ScanResult> {
  const { timeoutMs = tenMinutesMs, signal } = request;
  const ports = scannedPorts(request);
  const env = ports === undefined ? {} : await NmapData.on(from).environmentFor(ports);
  const options = { timeoutMs, env, ...(signal === undefined ? {} : { signal }) };
  const result = await runTool(from, nmapCommand(address, request), options);
  const report = readReport(result);
  return {
    command: result.command,
    durationMs: result.durationMs,
    hostUp: report.hostUp,
    ports: report.ports,
    others: report.others.map(({ state, count }) => ({ state, count })),
    xml: result.stdout,
    nmapVersion: report.version,
    stateOf: (port, protocol = 'tcp') => stateIn(report, port, protocol),
  };
}

/** The command for a request. `-n`: no name server of a lab knows names for its addresses. */
export function nmapCommand(address: string, request: ScanRequest): string[] {
  const family = address.includes(':') ? ['-6'] : [];
  return ['nmap', ...family, '-n', '-oX', '-', ...profileArguments(request), ...(request.extraArgs ?? []), address];
}

/**
 * For ports that were named: they are looked at even when the host looks down, and an answer is not waited for a second
 * at first, as over the internet; nor does nmap pause for one when all are silent, which it does below 100 packets a
 * second. How often it asks again stays its own affair: the packets are the same.
 */
const named = ['-Pn', '--initial-rtt-timeout', '150ms', '--max-rtt-timeout', '300ms', '--min-rate', '100'];

function profileArguments({ profile, tcp, udp }: ScanRequest): string[] {
  const ports = portArguments(tcp, udp);
  const targeted = ports.length > 0 ? [...named, ...ports] : [];
  if (profile === 'services') return [...named, ...(ports.length > 0 ? ports : ['-p', servicePorts.join(',')])];
  if (profile === 'udp') return ports.length > 0 ? targeted : [...named, '-sU', '-p', udpServicePorts.join(',')];
  if (profile === 'version') return ['-sV', ...targeted];
  if (profile === 'sequential') return ['-r', ...(tcp === undefined ? ['-p-'] : ports)];
  return targeted;
}

/** Arguments that choose no ports, and make nmap say and look up nothing else. */
const harmless = /^(-T\d|-r|-6|-D|-f|-s[SATFXNM]|--open|--(max|min|initial)-[a-z-]+|--data-length|\d+(ms|s)?)$/;

/** What a scan is about, where that is known to be all that nmap has to know of ports. */
function scannedPorts({ profile, tcp, udp = [], extraArgs = [] }: ScanRequest): ScannedPorts | undefined {
  if (profile === 'version' || !extraArgs.every((word) => harmless.test(word))) return undefined;
  if (profile === 'sequential' && tcp === undefined) return undefined;
  const named = [...(tcp === undefined || tcp === 'top1000' ? [] : tcp), ...udp];
  if (named.length > 0) return named;
  if (profile === 'services') return servicePorts;
  return profile === 'udp' ? udpServicePorts : 'top1000';
}

function portArguments(tcp: ScanRequest['tcp'], udp: ScanRequest['udp']): string[] {
  const tcpPorts = tcp === undefined || tcp === 'top1000' ? [] : tcp;
  const udpPorts = udp ?? [];
  if (udpPorts.length === 0) return tcpPorts.length === 0 ? [] : ['-p', tcpPorts.join(',')];
  if (tcpPorts.length === 0) return ['-sU', '-p', udpPorts.join(',')];
  return ['-sS', '-sU', '-p', `T:${tcpPorts.join(',')},U:${udpPorts.join(',')}`];
}

function readReport(result: CommandResult): NmapReport {
  // Half an XML file tells nobody why.
  const evidence = { ...result, stdout: '' };
  const problem = findProblem(result);
  if (problem !== undefined) throw probeFailure('probe/scan-failed', problem, evidence);
  try {
    return parseNmapXml(result.stdout);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw probeFailure('probe/scan-failed', `The scan can't be read, ${reason}`, evidence);
  }
}

/** nmap goes on when its own packets aren't sent, and calls the ports filtered. */
function findProblem({ timedOut, durationMs, exitCode, signal, stderr }: CommandResult): string | undefined {
  if (timedOut) return `The scan did not end within ${durationMs} ms`;
  if (exitCode === undefined) return `The scan was ended by ${signal ?? 'a signal'}`;
  if (exitCode !== 0) return `nmap failed with exit code ${exitCode}`;
  if (/^sendto in send_ip_packet/m.test(stderr)) return 'nmap could not send its packets';
  return undefined;
}

function stateIn({ ports, others }: NmapReport, port: number, protocol: string): PortState['state'] | undefined {
  const listed = ports.find((state) => state.port === port && state.protocol === protocol);
  return listed?.state ?? others.find((group) => group.protocol === protocol && group.has(port))?.state;
}

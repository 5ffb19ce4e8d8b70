import type { Host } from '../lab/host.ts';
import { startCapture } from '../probes/capture.ts';
import { type ConnectOptions, type ConnectResult, connect } from '../probes/connect.ts';
import { scanWithControl } from '../probes/control.ts';
import { type ForgeResult, forge } from '../probes/forge.ts';
import { type HeldConnection, holdConnection } from '../probes/held-connection.ts';
import { type HttpOptions, type HttpResult, http } from '../probes/http.ts';
import { knock } from '../probes/knock.ts';
import { type LookOptions, look } from '../probes/look.ts';
import { type PingOptions, type PingResult, ping } from '../probes/ping.ts';
import { type ScanProfile, type ScanRequest, type ScanResult, scan } from '../probes/scan.ts';
import { serve } from '../probes/serve.ts';
import { type Sniffed, sniffed } from '../probes/sniff.ts';
import { advanceMs } from '../router/clock-duration.ts';
import { type Witness, witnessKey } from './check.ts';
import { cut } from './cut-output.ts';
import { createDoor, type Door } from './door.ts';
import type { Forged, Knocked, Look, Scan, ScanOptions, ScenarioKnockOptions } from './host-deeds.ts';
import { type KnockProgress, knockProgress, type Rung, readRungs } from './knock-progress.ts';
import { type Addressed, addressOf } from './matchers/address-list.ts';
import type { PortText } from './matchers/port-list.ts';
import { checkShown } from './matchers/scan.ts';
import { profileText, scanRequest } from './scan-words.ts';
import type { ScenarioClock } from './scenario-clock.ts';
import { ScenarioRouter } from './scenario-router.ts';
import type { Tracer } from './tracer.ts';

/** The router, a host or an address. */
export type Target = ScenarioRouter | Addressed;

type ExecOptions = Parameters<Host['exec']>[1];
type ExecResult = Awaited<ReturnType<Host['exec']>>;

/** What a host's deeds are reported to. */
export interface HostSurroundings {
  readonly router: ScenarioRouter;
  readonly tracer: Tracer;
  readonly witness: Witness;
  readonly clock: ScenarioClock;
  /** How long a ping's answer is waited for, unless a scenario says otherwise. */
  readonly pingPatienceMs?: number | undefined;
  /** Called after each act. */
  readonly afterwards: () => Promise<void>;
}

/** A host of the lab that acts: everything it does stands in the trace. */
export class ScenarioHost {
  readonly name: string;
  readonly #host: Host;
  readonly #surroundings: HostSurroundings;

  constructor(host: Host, surroundings: HostSurroundings) {
    this.name = host.name;
    this.#host = host;
    this.#surroundings = surroundings;
  }

  /** Its IPv4 address; undefined while it has none. */
  get address(): string | undefined {
    return this.#host.address;
  }

  get mac(): string | undefined {
    return this.#host.mac;
  }

  /** Scans with nmap: ports one by one, or a profile. */
  async scan(target: Target, what: ScanProfile | readonly PortText[], options: ScanOptions = {}): Promise<Scan> {
    const address = await this.addressOf(target);
    const { control, ...rest } = options;
    const request: ScanRequest = { ...rest, ...scanRequest(what) };
    const { scan: result, control: reason } =
      control === false
        ? { scan: await scan(this.#host, address, request), control: undefined }
        : await scanWithControl(this.#host, address, request, { control: control ?? 'auto' });
    await this.#reportScan(targetName(target), address, profileText(what, request), result, reason);
    await this.#surroundings.afterwards();
    return this.#observation(targetName(target), address, result, reason);
  }

  /** Knocks at ports, one after the other: `['1000/tcp', '17954/udp', 'icmp:size=720']`. */
  async knock(target: Target, sequence: readonly string[], options: ScenarioKnockOptions = {}): Promise<Knocked> {
    const address = await this.addressOf(target);
    const { gap, progress: asked, ...rest } = options;
    const { router } = this.#surroundings;
    const before = asked === false ? [] : await readRungs(router);
    const result = await knock(this.#host, address, sequence, {
      ...rest,
      ...(gap === undefined ? {} : { gapMs: advanceMs(gap) }),
    });
    const progress = await this.#progress(sequence, before);
    const { client, durationMs, gapsMs } = result;
    const seen = { gapMs: gapsMs[0] ?? 0, client, durationMs, ...(progress && { progress: progress.text }) };
    this.#emit({ type: 'knock', ...this.#between(target), sequence, ...seen });
    await this.#surroundings.afterwards();
    return { ...result, progress };
  }

  async #progress(sequence: readonly string[], before: readonly Rung[]): Promise<KnockProgress | undefined> {
    if (before.length === 0) return undefined;
    const { router } = this.#surroundings;
    const [after, entries] = await Promise.all([readRungs(router), router.api.addressList()]);
    const own = new Set(entries.filter(({ address }) => address === this.address).map(({ list }) => list));
    return knockProgress(sequence, before, after, (list) => own.has(list));
  }

  /** Tries TCP ports, quicker than a scan. What is silent is not in `open`; it takes a canary to call it closed. */
  async look(target: Target, ports: readonly number[], options: LookOptions = {}): Promise<Look> {
    const address = await this.addressOf(target);
    const result = await look(this.#host, address, ports, options);
    const { states, durationMs } = result;
    const rows = ports.map((port) => ({ port, protocol: 'tcp' as const, state: states[port] ?? 'filtered' }));
    this.#emit({ type: 'look', ...this.#between(target), address, ports: rows, durationMs });
    return { ...result, open: ports.filter((port) => states[port] === 'open') };
  }

  /** Sends packets that claim to come from elsewhere, in their order. */
  async forge(target: Target, packets: readonly Forged[]): Promise<ForgeResult> {
    const destination = await this.addressOf(target);
    const result = await forge(
      this.#host,
      packets.map((packet) => ({ ...packet, destination })),
    );
    const sources = [...new Set(packets.map(({ source }) => source))];
    const { sent, durationMs } = result;
    this.#emit({ type: 'forged', ...this.#between(target), sources: sources.slice(0, 10), sent, durationMs });
    await this.#surroundings.afterwards();
    return result;
  }

  /** What this host sends to a target while it acts, as a listener on its segment hears it. */
  async sniff(target: Target, act: () => Promise<unknown>): Promise<readonly Sniffed[]> {
    const address = await this.addressOf(target);
    await using capture = await startCapture(this.#host, 'eth0', { filter: `ip dst ${address}` });
    await act();
    return sniffed((await capture.stop()).packets);
  }

  /** Serves a TCP port that says nothing, from now on until the lab goes down; once is enough. */
  async serve(port: number): Promise<void> {
    await serve(this.#host, port);
  }

  /** Opens a TCP connection and keeps it. */
  async hold(target: Target, port: number): Promise<HeldConnection> {
    return await holdConnection(this.#host, await this.addressOf(target), port);
  }

  /** A TCP port, or `ping`, as this host finds it from now on: for matchers of time. */
  door(target: Target, what: number | 'ping'): Door {
    const { clock, witness } = this.#surroundings;
    const isOpen = async (): Promise<boolean> => {
      const address = await this.addressOf(target);
      if (what === 'ping') return (await ping(this.#host, address, { timeoutMs: doorPatienceMs })).received > 0;
      return (await look(this.#host, address, [what], { patienceMs: doorPatienceMs })).states[what] === 'open';
    };
    const name = `${this.name} → ${targetName(target)} ${what === 'ping' ? 'ping' : `${what}/tcp`}`;
    return createDoor({ name, clock, isOpen, witness, emit: this.#emit });
  }

  async ping(target: Target, options: PingOptions = {}): Promise<PingResult> {
    const { pingPatienceMs: timeoutMs } = this.#surroundings;
    const patience = timeoutMs === undefined ? {} : { timeoutMs };
    const result = await ping(this.#host, await this.addressOf(target), { ...patience, ...options });
    const { sent, received, durationMs } = result;
    this.#emit({ type: 'ping', ...this.#between(target), sent, received, durationMs });
    await this.#surroundings.afterwards();
    return result;
  }

  /** Opens a TCP connection. */
  async connect(target: Target, port: number, options: ConnectOptions = {}): Promise<ConnectResult> {
    const result = await connect(this.#host, await this.addressOf(target), port, options);
    const { command: _, ...seen } = result;
    this.#emit({ type: 'connect', ...this.#between(target), port, ...seen });
    await this.#surroundings.afterwards();
    return result;
  }

  /** Makes an HTTP request with curl. */
  async http(url: string, options: HttpOptions = {}): Promise<HttpResult> {
    const result = await http(this.#host, url, options);
    const { outcome, status, durationMs } = result;
    this.#emit({
      type: 'http',
      from: this.name,
      url,
      outcome,
      ...(status === undefined ? {} : { status }),
      durationMs,
    });
    await this.#surroundings.afterwards();
    return result;
  }

  /** Runs a command and gives its result, whatever the exit code. */
  async exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult> {
    const result = await this.#host.exec(argv, options);
    const { command, exitCode = null, durationMs, stdout, stderr } = result;
    this.#emit({ type: 'command', host: this.name, command, exitCode, durationMs, ...cut({ stdout, stderr }) });
    await this.#surroundings.afterwards();
    return result;
  }

  get #emit(): Tracer['emit'] {
    return this.#surroundings.tracer.emit;
  }

  #between(target: Target): { from: string; target: string } {
    return { from: this.name, target: targetName(target) };
  }

  /** The address at which this host meets a target. */
  async addressOf(target: Target): Promise<string> {
    return target instanceof ScenarioRouter ? target.addressFor(this) : addressOf(target);
  }

  async #reportScan(
    target: string,
    address: string,
    profile: string,
    result: ScanResult,
    control: string | undefined,
  ): Promise<void> {
    const { tracer } = this.#surroundings;
    const artifact = await tracer.saveArtifact(`nmap-${this.name}-${target}.xml`, result.xml);
    const { command, durationMs, ports, others } = result;
    const heading = { from: this.name, target, address, profile, durationMs };
    const reason = control === undefined ? {} : { control };
    tracer.emit({ type: 'port-states', ...heading, ports, others, ...reason, artifact });
    tracer.emit({
      type: 'command',
      host: this.name,
      command,
      exitCode: 0,
      durationMs,
      stdout: '',
      stderr: '',
      artifact,
    });
  }

  #observation(target: string, address: string, result: ScanResult, control: string | undefined): Scan {
    const { command, durationMs, hostUp, ports, others } = result;
    const stateOf: Scan['stateOf'] = (port, protocol) => result.stateOf(port, protocol);
    const seen = { from: this.name, target, address, hostUp, ports, others, stateOf, control };
    const observation = { ...seen, command, durationMs, [witnessKey]: this.#surroundings.witness };
    return { ...observation, shows: (states) => checkShown(observation, states).passed };
  }
}

/** Long enough for an answer on a busy machine, short enough to see a change when it happens. */
const doorPatienceMs = 40;

function targetName(target: Target): string {
  return typeof target === 'string' ? target : target.name;
}

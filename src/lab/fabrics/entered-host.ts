import { KnocklabError } from '../../core/errors.ts';
import type { CommandOptions, CommandResult, RunningProcess } from '../../process/command.ts';
import { missingProgram } from '../../process/command-error.ts';
import { formatCommand } from '../../process/command-line.ts';
import { runCommand } from '../../process/run-command.ts';
import { type StartOptions, startProcess } from '../../process/start-process.ts';
import type { LabHost } from '../lab.ts';
import { addressOf, type Interface, type Node } from '../topology/topology.ts';
import { openReach } from './netns/reach.ts';

/** Where a node of a lab is, seen from this machine. */
export interface NodePlace {
  readonly labName: string;
  /** The lab's files as seen from here. */
  readonly directory: string;
  /** What stands before a command to run it there. */
  readonly through: readonly string[];
  /** Whether a program that is named without its folder is there. */
  hasProgram(name: string): boolean;
}

/** A node that is a set of namespaces on this machine, whoever made them. Commands start in its root directory. */
export class EnteredHost implements LabHost {
  readonly name: string;
  readonly kind: string;
  readonly mac: string | undefined;
  readonly #interfaces: readonly Interface[];
  readonly #place: NodePlace;
  readonly #leased = new Map<string, string>();
  readonly #reached = new Map<string, Promise<string>>();

  constructor(node: Node, place: NodePlace) {
    this.name = node.name;
    this.kind = node.kind;
    this.#interfaces = Object.values(node.interfaces);
    this.mac = this.#interfaces[0]?.mac;
    this.#place = place;
  }

  /** Of the first interface that has one; the router's is the one that the topology expects of its configuration. */
  get address(): string | undefined {
    return this.#interfaces.map((own) => this.#addressOf(own)).find((address) => address !== undefined);
  }

  #addressOf(own: Interface): string | undefined {
    return own.address === 'dhcp' ? this.#leased.get(own.name) : addressOf(own);
  }

  setLease(interfaceName: string, address: string): void {
    this.#leased.set(interfaceName, address);
  }

  async exec(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    this.#requireProgram(argv);
    const result = await runCommand(argv, { ...options, through: this.#place.through });
    if (result.exitCode === 1 && result.stderr.startsWith('nsenter: ')) throw this.#gone(result);
    if (result.exitCode === 127 && result.stderr.startsWith('nsenter: ')) throw missingProgram(result);
    return result;
  }

  async start(argv: readonly string[], options: StartOptions = {}): Promise<RunningProcess> {
    this.#requireProgram(argv);
    return startProcess(argv, { ...options, through: this.#place.through });
  }

  async reach(target: number | `@${string}`): Promise<string> {
    const known = this.#reached.get(`${target}`);
    if (known !== undefined) return known;
    const opening = openReach(this, target, this.#place.directory);
    this.#reached.set(`${target}`, opening);
    return opening;
  }

  enter(argv: readonly string[]): readonly string[] {
    return [...this.#place.through, ...argv];
  }

  #gone({ stderr }: CommandResult): KnocklabError {
    return new KnocklabError('lab/gone', `Can't enter "${this.name}": the lab "${this.#place.labName}" is down.`, {
      evidence: stderr.trimEnd(),
    });
  }

  /** nsenter could only tell afterwards that a program is missing, and what stands behind it in its own words. */
  #requireProgram(argv: readonly string[]): void {
    const [program = ''] = argv;
    if (program.includes('/') || this.#place.hasProgram(program)) return;
    const outcome = { exitCode: undefined, signal: undefined, timedOut: false, durationMs: 0, stdout: '', stderr: '' };
    throw missingProgram({ command: formatCommand(argv), argv, ...outcome });
  }
}

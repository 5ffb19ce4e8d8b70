import { KnocklabError } from '../../../core/errors.ts';
import type { CommandOptions, CommandResult, RunningProcess } from '../../../process/command.ts';
import { missingProgram } from '../../../process/command-error.ts';
import { formatCommand } from '../../../process/command-line.ts';
import { runCommand } from '../../../process/run-command.ts';
import { findProgram } from '../../../process/search-path.ts';
import { type StartOptions, startProcess } from '../../../process/start-process.ts';
import type { LabHost } from '../../lab.ts';
import { addressOf, type Interface, type Node } from '../../topology/topology.ts';
import { enterSandbox, outsideDirectory } from './enter-sandbox.ts';
import type { Holder } from './holder.ts';
import { openReach } from './reach.ts';

/** A node that is a network namespace with a resolv.conf of its own. Commands start in its root directory. */
export class NetnsHost implements LabHost {
  readonly name: string;
  readonly kind: string;
  readonly mac: string | undefined;
  readonly #interfaces: readonly Interface[];
  readonly #labName: string;
  readonly #directory: string;
  readonly #through: readonly string[];
  readonly #leased = new Map<string, string>();
  readonly #reached = new Map<string, Promise<string>>();

  constructor(node: Node, labName: string, holder: Holder) {
    this.name = node.name;
    this.kind = node.kind;
    this.#interfaces = Object.values(node.interfaces);
    this.mac = this.#interfaces[0]?.mac;
    this.#labName = labName;
    this.#directory = outsideDirectory(holder);
    this.#through = enterSandbox(holder, node.name);
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
    requireProgram(argv);
    const result = await runCommand(argv, { ...options, through: this.#through });
    if (result.exitCode === 1 && result.stderr.startsWith('nsenter: ')) throw this.#gone(result);
    if (result.exitCode === 127 && result.stderr.startsWith('nsenter: ')) throw missingProgram(result);
    return result;
  }

  async start(argv: readonly string[], options: StartOptions = {}): Promise<RunningProcess> {
    requireProgram(argv);
    return startProcess(argv, { ...options, through: this.#through });
  }

  async reach(target: number | `@${string}`): Promise<string> {
    const known = this.#reached.get(`${target}`);
    if (known !== undefined) return known;
    const opening = openReach(this, target, this.#directory);
    this.#reached.set(`${target}`, opening);
    return opening;
  }

  enter(argv: readonly string[]): readonly string[] {
    return [...this.#through, ...argv];
  }

  #gone({ stderr }: CommandResult): KnocklabError {
    return new KnocklabError('lab/gone', `Can't enter "${this.name}": the lab "${this.#labName}" is down.`, {
      evidence: stderr.trimEnd(),
    });
  }
}

/** The sandbox shares the machine's programs, and nsenter could only tell afterwards that one is missing. */
function requireProgram(argv: readonly string[]): void {
  const [program = ''] = argv;
  if (program.includes('/') || findProgram(program) !== undefined) return;
  const outcome = { exitCode: undefined, signal: undefined, timedOut: false, durationMs: 0, stdout: '', stderr: '' };
  throw missingProgram({ command: formatCommand(argv), argv, ...outcome });
}

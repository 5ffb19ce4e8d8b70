import type { Source } from '../core/source.ts';
import { bytesOfText, joinTexts } from '../routeros/byte-text.ts';
import { Globals } from '../routeros/interpreter/globals.ts';
import { Interpreter, type LineResult } from '../routeros/interpreter/interpreter.ts';
import { programOf } from '../routeros/parser.ts';
import { RouterosError, trapCategories } from '../routeros/routeros-error.ts';
import { toText } from '../routeros/to-text.ts';
import type { Value } from '../routeros/value.ts';
import { str } from '../routeros/value.ts';
import { notPermitted } from './accounts/needed-policy.ts';
import { type Policy, parsePolicies } from './accounts/policy.ts';
import type { Session } from './accounts/session.ts';
import { ConsoleDevice } from './console/console-device.ts';
import type { Screen } from './console/console-place.ts';
import type { LastPrint } from './console/item-numbers.ts';
import { IdSource } from './menu/id-source.ts';
import { type JobOrigin, ScriptJobs } from './script-jobs.ts';
import type { Activity } from './time/twin-clock.ts';
import type { Keyboard } from './tools/keyboard.ts';
import type { Twin } from './twin.ts';

interface RunRecord {
  readonly count: number;
  readonly lastStartedMs: number | undefined;
}

export interface RunContext {
  readonly user: string;
  /** Of the script that runs this one; without it, this is work of its own. */
  readonly activity?: Activity | undefined;
  readonly print: (text: string) => void;
  readonly signal: AbortSignal;
  /** For what `/system script job` shows; a line of the console is no job. */
  readonly job?: JobOrigin | undefined;
  /** Whose console this is; absent for what the router does by itself. */
  readonly session?: Session | undefined;
  /** What it may do; without it, everything. */
  readonly policies?: ReadonlySet<Policy> | undefined;
  /** Of a terminal: what it remembers between its lines. */
  readonly lastPrint?: LastPrint | undefined;
  /** Takes what `print` shows, to be shown page by page. */
  readonly page?: ((text: string) => void) | undefined;
  readonly keyboard?: Keyboard | undefined;
  /** Of a terminal. */
  readonly screen?: Screen | undefined;
  /** Is it an imported file? */
  readonly imports?: boolean | undefined;
}

type ActiveContext = RunContext & { readonly activity: Activity };

interface ExecuteOptions {
  readonly user: string;
  readonly policies?: ReadonlySet<Policy> | undefined;
  /** Takes what is printed. */
  readonly file?: string | undefined;
}

/** Everything that runs RouterOS's language: console lines, imports, `/system script`, `:execute`. */
export class Scripts {
  readonly #twin: Twin;
  readonly #globals = new Globals();
  readonly #runs = new Map<string, RunRecord>();
  readonly #globalIds = new IdSource();
  readonly #idsOfGlobals = new Map<string, string>();
  /** What runs now. */
  readonly jobs: ScriptJobs;

  constructor(twin: Twin) {
    this.#twin = twin;
    this.jobs = new ScriptJobs(twin.clock);
  }

  /** By the `.id` of the script. */
  runsOf(id: string): RunRecord {
    return this.#runs.get(id) ?? { count: 0, lastStartedMs: undefined };
  }

  globals(): readonly { readonly id: string; readonly name: string; readonly value: string }[] {
    return this.#globals.entries().map(([name, value]) => ({ id: this.#idOf(name), name, value: toText(value) }));
  }

  /** The others keep theirs when one is taken away. */
  #idOf(global: string): string {
    const id = this.#idsOfGlobals.get(global) ?? this.#globalIds.next();
    this.#idsOfGlobals.set(global, id);
    return id;
  }

  setGlobal(name: string, value: string): void {
    this.#globals.set(name, str(value));
  }

  /** What no reboot survives: what runs, global variables, and how often scripts ran. */
  forget(): void {
    this.jobs.endAll();
    this.#globals.clear();
    this.#idsOfGlobals.clear();
    this.#runs.clear();
  }

  removeGlobal(name: string): void {
    this.#globals.delete(name);
    this.#idsOfGlobals.delete(name);
  }

  /** Runs a text to its end and enacts what it changed, also when it fails half way: earlier lines stay done. */
  async runText(source: Source, context: RunContext): Promise<Value> {
    return (await this.runLine(source, context)).value;
  }

  /** The same for a line of a console, which begins in a menu and may end in another. */
  runLine(source: Source, context: RunContext, menu: readonly string[] = []): Promise<LineResult> {
    const { activity } = context;
    const run = (own: Activity): Promise<LineResult> => this.#runJob(source, { ...context, activity: own }, menu);
    return activity === undefined ? this.#twin.clock.track(run) : run(activity);
  }

  #runJob(source: Source, context: ActiveContext, menu: readonly string[]): Promise<LineResult> {
    const { job: origin, user: owner, signal, activity } = context;
    if (origin === undefined) return this.#interpret(source, context, menu);
    return this.jobs.run({ origin, owner, activity }, (ended) =>
      this.#interpret(source, { ...context, signal: AbortSignal.any([signal, ended]) }, menu),
    );
  }

  async #interpret(source: Source, context: ActiveContext, menu: readonly string[]): Promise<LineResult> {
    const { print, signal, job } = context;
    const program = programOf(source, { dialect: this.#dialect });
    const interpreter = new Interpreter(new ConsoleDevice(this.#twin, context), {
      output: print,
      globals: this.#globals,
      signal,
      dialect: this.#dialect,
    });
    try {
      return await interpreter.runLine(program, {
        menu,
        ...(job?.script === undefined ? {} : { jobName: job.script }),
      });
    } finally {
      await this.#twin.commit();
    }
  }

  get #dialect(): '6.49' | '7' {
    return this.#twin.version.major === 6 ? '6.49' : '7';
  }

  /**
   * `/system script run`, by name: with the caller's policies, which must be as many as the script's, unless the script
   * says otherwise; `own`: with the script's (language-facts 10).
   */
  async run(name: string, context: RunContext, { own = false }: { readonly own?: boolean } = {}): Promise<void> {
    const { items } = this.#twin.menus.get('system script');
    const named = items.find((item) => item.props['name'] === name || item.id === name);
    const script = named ?? (/^\d+$/.test(name) ? items[Number(name)] : undefined);
    if (script === undefined) throw new RouterosError('no such item', { category: trapCategories.missing });
    const key = script.props['name'] ?? '';
    const wanted = scriptPolicies(script.props['policy']);
    const isFree = own || script.props['dont-require-permissions'] === 'yes';
    if (!isFree && context.policies !== undefined && !isWithin(wanted, context.policies)) throw notPermitted();
    const policies = own ? wanted : context.policies;
    const trace = `${context.job === undefined ? '' : `${context.job.trace}/`}script:${key}`;
    this.#runs.set(script.id, { count: this.runsOf(script.id).count + 1, lastStartedMs: this.#twin.clock.wallMs });
    const source = { name: key, text: script.props['source'] ?? '' };
    await this.runText(source, { ...context, policies, job: { script: key, trace } });
  }

  /** `:execute`: a job in the background; its errors go to the log. */
  execute(script: string, { user, policies, file }: ExecuteOptions): Value {
    const id = this.jobs.nextId();
    const job = { id, trace: 'execute' };
    const printed: string[] = [];
    const print = (text: string): void => {
      if (file !== undefined) printed.push(text);
    };
    const context = { user, policies, job, print, signal: this.#twin.neverAborted };
    void this.runText({ name: 'execute', text: script }, context)
      .catch((error: unknown) => {
        this.#twin.log.write(['script', 'error'], error instanceof RouterosError ? error.text : String(error));
      })
      .then(() => this.#keepOutput(file, printed));
    return str(id);
  }

  /** `:execute file=x` leaves what was printed in `x.txt`. */
  #keepOutput(file: string | undefined, printed: readonly string[]): void {
    if (file === undefined) return;
    try {
      this.#twin.files.write(file.endsWith('.txt') ? file : `${file}.txt`, bytesOfText(joinTexts(printed)));
    } catch (error) {
      this.#twin.log.write(['script', 'error'], String(error));
    }
  }
}

const isWithin = (some: ReadonlySet<Policy>, all: ReadonlySet<Policy>): boolean =>
  [...some].every((policy) => all.has(policy));

const usualPolicies = 'ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon';

/** What a `policy=` grants; unset, it is all that a script can have. */
export function scriptPolicies(policy: string = usualPolicies): ReadonlySet<Policy> {
  return new Set(parsePolicies(policy));
}

import type { Source } from '../core/source.ts';
import { Globals } from '../routeros/interpreter/globals.ts';
import { Interpreter } from '../routeros/interpreter/interpreter.ts';
import { parseScript } from '../routeros/parser.ts';
import { RouterosError, trapCategories } from '../routeros/routeros-error.ts';
import { toText } from '../routeros/to-text.ts';
import type { Value } from '../routeros/value.ts';
import { str } from '../routeros/value.ts';
import { ConsoleDevice } from './console/console-device.ts';
import type { Activity } from './time/twin-clock.ts';
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
}

/** Everything that runs RouterOS's language: console lines, imports, `/system script`, `:execute`. */
export class Scripts {
  readonly #twin: Twin;
  readonly #globals = new Globals();
  readonly #runs = new Map<string, RunRecord>();
  #job = 0;

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  runsOf(name: string): RunRecord {
    return this.#runs.get(name) ?? { count: 0, lastStartedMs: undefined };
  }

  globals(): readonly (readonly [string, string])[] {
    return this.#globals.entries().map(([name, value]) => [name, toText(value)] as const);
  }

  /** What no reboot survives: global variables, and how often scripts ran. */
  forget(): void {
    this.#globals.clear();
    this.#runs.clear();
  }

  removeGlobal(name: string): void {
    this.#globals.delete(name);
  }

  /** Runs a text to its end and enacts what it changed, also when it fails half way: earlier lines stay done. */
  runText(source: Source, context: RunContext): Promise<Value> {
    const { activity } = context;
    if (activity !== undefined) return this.#interpret(source, context, activity);
    return this.#twin.clock.track((own) => this.#interpret(source, context, own));
  }

  async #interpret(source: Source, { user, print, signal }: RunContext, activity: Activity): Promise<Value> {
    const script = parseScript(source);
    const interpreter = new Interpreter(new ConsoleDevice(this.#twin, user, activity), {
      output: print,
      globals: this.#globals,
      signal,
      dialect: this.#twin.version.major === 6 ? '6.49' : '7',
    });
    try {
      return await interpreter.run(script);
    } finally {
      await this.#twin.commit();
    }
  }

  /** `/system script run`, by name. */
  async run(name: string, context: RunContext): Promise<void> {
    const script = this.#twin.menus
      .get('system script')
      .items.find((item) => item.props['name'] === name || item.id === name);
    if (script === undefined) throw new RouterosError('no such item', { category: trapCategories.missing });
    const key = script.props['name'] ?? '';
    this.#runs.set(key, { count: this.runsOf(key).count + 1, lastStartedMs: this.#twin.clock.wallMs });
    await this.runText({ name: key, text: script.props['source'] ?? '' }, context);
  }

  /** `:execute`: a job in the background; its errors go to the log. */
  execute(script: string, user: string): Value {
    this.#job += 1;
    const signal = this.#twin.neverAborted;
    void this.#twin.clock.track((activity) =>
      this.runText({ name: 'execute', text: script }, { user, activity, print: () => undefined, signal }).catch(
        (error: unknown) => {
          this.#twin.log.write(['script', 'error'], error instanceof RouterosError ? error.text : String(error));
        },
      ),
    );
    return str(`*${this.#job.toString(16).toUpperCase()}`);
  }
}

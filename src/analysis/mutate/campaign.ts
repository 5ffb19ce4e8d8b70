import { KnocklabError } from '../../core/errors.ts';
import type { Source } from '../../core/source.ts';
import type { RuleExchange, TrialReport, TrialScenario } from '../../scenario/trials/trial.ts';
import { type FirewallRule, firewallRules } from '../mutants/firewall-rules.ts';
import type { RuleMutant } from '../mutants/rule-mutants.ts';
import { CountingLines } from './counting-lines.ts';
import type { Dispatcher, Trial } from './dispatcher.ts';
import { ruleExchange } from './rule-scripts.ts';
import { SliceHistory, Slices } from './slices.ts';
import { Touches } from './touches.ts';

/** What came of running one scenario on one mutant. */
export type Trying =
  | { readonly status: 'killed'; readonly by: Kill }
  | { readonly status: 'survived' }
  /** Steps alone have not noticed it; the whole scenario may. */
  | { readonly status: 'undecided' }
  | { readonly status: 'not touched' }
  | { readonly status: 'timeout' | 'error'; readonly reason: string };

/** The step that did not pass. */
export interface Kill {
  readonly scenario: string;
  readonly step: number;
  readonly title: string;
  readonly expected?: string;
  readonly observed?: string;
  /** The steps that were run; undefined: all up to this one. */
  readonly slice?: readonly number[];
}

interface Preparation {
  readonly fresh: boolean;
  readonly mutants: readonly RuleMutant[];
  /** Told when it does not pass a second time in the same lab. */
  readonly unsteady: () => void;
}

/** One scenario, ready to be run on mutants of its configuration. */
export class Campaign {
  readonly scenario: TrialScenario;
  /** Of the sessions that are there now. */
  dispatcher: Dispatcher;
  readonly #source: Source;
  readonly #rules: readonly FirewallRule[];
  readonly #history = new SliceHistory();
  #touches: Touches | undefined;
  #slices: Slices | undefined;
  /** A scenario that leaves its lab in another state than it found it in gets a new one each time. */
  #isReusable: Promise<boolean> = Promise.resolve(false);
  /** How long it takes on the configuration as it is. */
  wholeMs = 0;

  constructor(scenario: TrialScenario, dispatcher: Dispatcher) {
    this.scenario = scenario;
    this.dispatcher = dispatcher;
    this.#source = scenario.configuration;
    this.#rules = firewallRules(scenario.configuration, scenario.ros);
  }

  /** Runs it on the configuration as it is: in a new lab, with counters for each of the mutants, and in a lab that is used again. */
  async prepare({ fresh, mutants, unsteady }: Preparation): Promise<void> {
    const lines = new CountingLines(this.#source, this.scenario.ros, mutants);
    const [plain, counted] = await Promise.all([this.#run({}), this.#count(lines)]);
    this.#requirePassed(plain);
    this.wholeMs = plain.durationMs;
    this.#touches = new Touches(lines, counted.status === 'passed' ? counted : { ...plain, countings: [] });
    if (fresh) return;
    this.#slices = new Slices(plain.steps, async (steps) => await this.#again({ steps }));
    this.#isReusable = this.#again({}).then(({ status }) => status === 'passed');
    this.#isReusable.then((is) => is || unsteady()).catch(() => undefined);
  }

  /** Runs the steps that it matters to, each with no more than it needs before it. */
  async trySlices(mutant: RuleMutant): Promise<Trying> {
    const touched = this.#touches?.ofMutant(mutant) ?? new Set();
    if (touched.size === 0) return { status: 'not touched' };
    const about = [`${mutant.rule.menu} ${mutant.rule.number}`, mutant.mutator];
    const plain = { text: this.#source.text, rules: this.#exchange(this.#source.text) };
    const slices = (await this.#slices?.with(touched)) ?? [];
    for (const slice of this.#history.choose(about, slices, touched, this.wholeMs)) {
      const kill = this.#killIn(await this.#runMutant(mutant, { steps: slice.steps, plain }), slice.steps);
      this.#history.note(about, slice, kill !== undefined);
      if (kill !== undefined && (await this.#isReusable)) return { status: 'killed', by: kill };
    }
    return { status: 'undecided' };
  }

  /** What no step alone has noticed, and whatever was odd, is run from the first step to the last. */
  async tryWhole(mutant: RuleMutant): Promise<Trying> {
    if (this.#touches?.ofMutant(mutant).size === 0) return { status: 'not touched' };
    const first = this.#verdict(await this.#runMutant(mutant, {}));
    if (first.status !== 'error') return first;
    return this.#verdict(await this.#run({ text: mutant.text }));
  }

  async #runMutant({ text }: RuleMutant, trial: Partial<Trial>): Promise<TrialReport> {
    const isReused = trial.steps !== undefined || (await this.#isReusable);
    return await this.#run({ text, ...(isReused ? { rules: this.#exchange(text) } : {}), ...trial });
  }

  #verdict(report: TrialReport): Trying {
    const kill = this.#killIn(report, undefined);
    if (kill !== undefined) return { status: 'killed', by: kill };
    if (report.timedOut) return { status: 'timeout', reason: `not at its end after ${this.#timeoutMs} ms` };
    if (report.status === 'passed') return { status: 'survived' };
    const inconclusive = report.steps.find(({ status }) => status === 'inconclusive')?.observed;
    return { status: 'error', reason: report.error?.message ?? inconclusive ?? report.status };
  }

  #killIn({ steps, status }: TrialReport, slice: readonly number[] | undefined): Kill | undefined {
    const failed = steps.find((step) => step.status === 'failed');
    if (status !== 'failed' || failed === undefined) return undefined;
    const { number, title, expected, observed } = failed;
    return {
      scenario: this.scenario.id,
      step: number,
      title,
      ...(expected === undefined ? {} : { expected }),
      ...(observed === undefined ? {} : { observed }),
      ...(slice === undefined ? {} : { slice }),
    };
  }

  #count({ text }: CountingLines): Promise<TrialReport> {
    const count = [...new Set(this.#rules.map(({ menu }) => menu))];
    return this.#run({ text, count });
  }

  #again(trial: Partial<Trial>): Promise<TrialReport> {
    return this.#run({ rules: this.#exchange(this.#source.text), ...trial });
  }

  #exchange(text: string): RuleExchange {
    return ruleExchange(this.#source, text, this.scenario.ros);
  }

  get #timeoutMs(): number {
    return this.wholeMs === 0 ? 3_600_000 : this.wholeMs * 3 + 10_000;
  }

  #run(trial: Partial<Trial>): Promise<TrialReport> {
    return this.dispatcher.run({ text: this.#source.text, count: [], timeoutMs: this.#timeoutMs, ...trial });
  }

  #requirePassed({ status, steps, error }: TrialReport): void {
    if (status === 'passed') return;
    const step = steps.find((one) => one.status !== 'passed' && one.status !== 'skipped');
    const seen = [step?.expected && `expected: ${step.expected}`, step?.observed && `observed: ${step.observed}`];
    throw new KnocklabError(
      'input/dry-run',
      `${this.scenario.id} does not pass on ${this.#source.name} as it is${step === undefined ? '' : `: step ${step.number}, ${step.title}`}.`,
      {
        evidence: [...seen, step === undefined ? error?.message : undefined].filter(Boolean).join('\n'),
        remedy: `Mend it first: knocklab run ${this.scenario.id}.`,
      },
    );
  }
}

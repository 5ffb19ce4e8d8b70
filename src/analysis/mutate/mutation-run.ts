import { resolve } from 'node:path';
import { KnocklabError } from '../../core/errors.ts';
import type { RunOptions } from '../../scenario/run-options.ts';
import { runScenarios, vitestFolder, withDataFolder } from '../../scenario/run-scenarios.ts';
import type { ScenarioFile } from '../../scenario/scenario-files.ts';
import type { TrialScenario } from '../../scenario/trials/trial.ts';
import type { NewEvent } from '../../trace/writer.ts';
import type { Mutator } from '../mutants/mutators.ts';
import { type RuleMutant, ruleMutants } from '../mutants/rule-mutants.ts';
import { Campaign, type Trying } from './campaign.ts';
import {
  type Case,
  closed,
  isOpen,
  judgeAll,
  type MutantResult,
  type OpenSubject,
  resultOf,
  type Subject,
} from './cases.ts';
import { Dispatcher } from './dispatcher.ts';
import { startTrialServer, type WaitingSession } from './trial-server.ts';

export interface MutationOptions {
  readonly files: readonly ScenarioFile[];
  readonly run: Omit<RunOptions, 'trials'>;
  /** Scenarios with another configuration than this one are left out. */
  readonly only?: string | undefined;
  /** Kinds of faults; undefined: all. */
  readonly mutators?: readonly Mutator[] | undefined;
  /** Which mutants of a configuration; undefined: all. */
  readonly wanted?: ((configuration: string, mutant: RuleMutant) => boolean) | undefined;
  /** Labs side by side. */
  readonly workers: number;
  /** A new lab for each mutant, and no scenario cut into steps. */
  readonly fresh: boolean;
  readonly signal: AbortSignal;
  readonly watch: MutationWatch;
}

/** Told what happens while it does. */
export interface MutationWatch {
  /** A scenario passes on its configuration as it is. */
  prepared(scenario: TrialScenario, mutants: number): void;
  /** It does not pass a second time in the same lab, so that each of its mutants gets a new one. */
  unsteady(scenario: TrialScenario): void;
  decided(result: MutantResult, scenario: TrialScenario): void;
}

/** Breaks every rule in every way that knocklab knows, and sees which scenario notices. */
export async function runMutations(options: MutationOptions): Promise<readonly Subject[]> {
  // Around all of its runs at once: each would put it back under the others' feet.
  return await withDataFolder(vitestFolder(options.run), () => new MutationRun(options).run());
}

class MutationRun {
  readonly #options: MutationOptions;
  readonly #subjects = new Map<string, OpenSubject>();
  readonly #campaigns = new Map<string, Campaign>();
  /** The sessions of each scenario, in this pass. */
  readonly #sessions = new Map<string, { readonly dispatcher: Dispatcher; readonly end: Promise<void> }>();
  /** First the steps of all scenarios, then, for what is left, all scenarios as a whole: they take the longest. */
  #isSecond = false;
  /** Scenarios that have been run from the first step to the last. */
  readonly #whole = new Set<string>();
  readonly #broken = new AbortController();
  #fault: unknown;

  constructor(options: MutationOptions) {
    this.#options = options;
  }

  async run(): Promise<readonly Subject[]> {
    const { files, run, workers, signal } = this.#options;
    await using server = await startTrialServer({
      onIdle: (session, report) => this.#campaignOf(session).dispatcher.take(session, report),
      onLost: (session, trial) => this.#campaignOf(session).dispatcher.lose(session, trial),
    });
    const stop = AbortSignal.any([signal, this.#broken.signal]);
    const pass = async (labs: number): Promise<void> => {
      await Promise.all(Array.from({ length: labs }, slot));
      for (const { dispatcher, end } of this.#sessions.values()) {
        dispatcher.abandon(new KnocklabError('run/interrupted', 'the run was interrupted'));
        await end;
      }
      this.#sessions.clear();
    };
    const slot = async (): Promise<void> =>
      await runScenarios({
        files: this.#isSecond ? this.#quickestFirst() : files,
        options: { ...run, trials: server.path },
        workers: 1,
        signal: stop,
        write: (event) => this.#hear(event),
      });
    await pass(workers);
    this.#isSecond = true;
    const left = this.#left();
    if (!this.#isStopped && left > 0 && this.#quickestFirst().length > 0) await pass(Math.min(workers, left));
    if (this.#fault !== undefined && !signal.aborted) throw this.#fault;
    return [...this.#subjects.values()].map((subject) => closed(subject, signal.aborted));
  }

  /** vitest itself tells of a scenario that it could not load. */
  #hear(event: NewEvent): void {
    if (event.type !== 'scenario-finished' || event.status === 'passed' || this.#fault !== undefined) return;
    const { message = 'the scenario did not run', code = 'scenario/crashed', ...details } = event.error ?? {};
    this.#break(new KnocklabError(code, `${event.scenario}: ${message}`, details));
  }

  #break(fault: unknown): void {
    this.#fault ??= fault;
    this.#broken.abort();
  }

  #campaignOf({ scenario }: WaitingSession): { readonly dispatcher: Dispatcher } {
    const known = this.#sessions.get(scenario.id);
    if (known !== undefined) return known;
    const dispatcher = new Dispatcher();
    const { only = scenario.configuration.name } = this.#options;
    if (scenario.configuration.name !== only) {
      dispatcher.end();
      this.#sessions.set(scenario.id, { dispatcher, end: Promise.resolve() });
      return { dispatcher };
    }
    const end = this.#conduct(scenario, dispatcher)
      .catch((fault: unknown) => this.#break(fault))
      .finally(() => dispatcher.end());
    this.#sessions.set(scenario.id, { dispatcher, end });
    return { dispatcher };
  }

  async #conduct(scenario: TrialScenario, dispatcher: Dispatcher): Promise<void> {
    const campaign = this.#campaigns.get(scenario.id) ?? (await this.#begin(scenario, dispatcher));
    campaign.dispatcher = dispatcher;
    const open = (): Case[] => this.#subjectOf(scenario).cases.filter(isOpen);
    if (!this.#isSecond) {
      this.#options.watch.prepared(scenario, open().length);
      await this.#each(open(), campaign, async (mutant) => await campaign.trySlices(mutant));
    }
    if (!this.#isSecond && !this.#isLast(campaign)) return;
    this.#whole.add(scenario.id);
    const left = open().filter(({ trying }) => trying !== undefined);
    await this.#each(left, campaign, async (mutant) => await campaign.tryWhole(mutant));
  }

  async #each(
    cases: readonly Case[],
    campaign: Campaign,
    attempt: (mutant: RuleMutant) => Promise<Trying>,
  ): Promise<void> {
    let next = 0;
    const work = async (): Promise<void> => {
      for (let one = cases[next++]; one !== undefined && !this.#isStopped; one = cases[next++])
        await this.#try(one, campaign, attempt);
    };
    await Promise.all(Array.from({ length: this.#options.workers }, work));
  }

  /** Its labs are there: what is left need not wait until there are new ones. */
  #isLast({ scenario }: Campaign): boolean {
    const { files, run } = this.#options;
    const last = files.at(-1)?.file;
    return last !== undefined && resolve(run.root, scenario.file) === last;
  }

  async #begin(scenario: TrialScenario, dispatcher: Dispatcher): Promise<Campaign> {
    const { fresh, watch } = this.#options;
    const subject = this.#subjectOf(scenario);
    subject.scenarios.push(scenario);
    const campaign = new Campaign(scenario, dispatcher);
    const mutants = subject.cases.filter(isOpen).map(({ mutant }) => mutant);
    await Promise.all([campaign.prepare({ fresh, mutants, unsteady: () => watch.unsteady(scenario) }), subject.judged]);
    this.#campaigns.set(scenario.id, campaign);
    return campaign;
  }

  get #isStopped(): boolean {
    return this.#options.signal.aborted || this.#broken.signal.aborted;
  }

  /** But those that have been run whole. */
  #quickestFirst(): ScenarioFile[] {
    const { files, run } = this.#options;
    const costs = Map.groupBy(this.#campaigns.values(), ({ scenario }) => resolve(run.root, scenario.file));
    const cost = ({ file }: ScenarioFile): number =>
      costs.get(file)?.reduce((sum, { wholeMs }) => sum + wholeMs, 0) ?? 0;
    return files
      .filter(({ file }) => costs.get(file)?.some(({ scenario }) => !this.#whole.has(scenario.id)) ?? true)
      .toSorted((a, b) => cost(a) - cost(b));
  }

  #left(): number {
    const cases = [...this.#subjects.values()].flatMap((subject) => subject.cases);
    return cases.filter((one) => isOpen(one) && one.trying !== undefined).length;
  }

  async #try(one: Case, campaign: Campaign, attempt: (mutant: RuleMutant) => Promise<Trying>): Promise<void> {
    const startedAt = performance.now();
    const trying = await attempt(one.mutant);
    one.durationMs += Math.round(performance.now() - startedAt);
    // What ended because everything did says nothing of the mutant.
    if (this.#isStopped && trying.status !== 'killed') return;
    if (trying.status === 'not touched') return;
    if (!one.coveredBy.includes(campaign.scenario.id)) one.coveredBy.push(campaign.scenario.id);
    one.trying = trying;
    if (trying.status !== 'undecided') this.#options.watch.decided(resultOf(one), campaign.scenario);
  }

  #subjectOf(scenario: TrialScenario): OpenSubject {
    const { configuration, ros } = scenario;
    const key = `${configuration.name} ${ros}`;
    const known = this.#subjects.get(key);
    if (known !== undefined) return known;
    const { mutators, wanted } = this.#options;
    const mutants = ruleMutants(configuration, ros)
      .filter((one) => mutators?.includes(one.mutator) ?? true)
      .filter((one) => wanted?.(configuration.name, one) ?? true);
    const cases = mutants.map(
      (mutant): Case => ({ mutant, judgement: {}, trying: undefined, coveredBy: [], durationMs: 0 }),
    );
    const judged = judgeAll(cases, configuration, ros);
    const subject = { source: configuration, dialect: ros, scenarios: [], cases, judged };
    this.#subjects.set(key, subject);
    return subject;
  }
}

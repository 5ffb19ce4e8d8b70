import { parseDuration } from '../routeros/duration.ts';
import { RouterosError } from '../routeros/routeros-error.ts';
import type { Item } from './menu/menu-spec.ts';
import { scriptPolicies } from './scripts.ts';
import { parseDate, parseTimeOfDay } from './time/date-text.ts';
import type { Activity } from './time/twin-clock.ts';
import type { Twin } from './twin.ts';

/** From the console's start to the first jobs (language-facts 10). */
const startupMs = 3000;

interface Job {
  readonly item: Item;
  nextRunMs: number | undefined;
  count: number;
  cancel: () => void;
}

/** `/system scheduler`: each job keeps its place on the uptime axis, whatever happens to the wall clock. */
export class Scheduler {
  readonly #twin: Twin;
  #jobs = new Map<string, Job>();

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  stateOf(id: string): { count: number; nextRunMs: number | undefined } {
    const job = this.#jobs.get(id);
    return { count: job?.count ?? 0, nextRunMs: job?.nextRunMs };
  }

  /** Makes the jobs those of the menu; a job whose item did not change goes on undisturbed. */
  enact(items: readonly Item[]): void {
    const before = this.#jobs;
    this.#jobs = new Map();
    for (const item of items) {
      const known = before.get(item.id);
      before.delete(item.id);
      if (known?.item === item) this.#jobs.set(item.id, known);
      else this.#plan(item, known);
    }
    for (const gone of before.values()) gone.cancel();
  }

  /**
   * The router has been switched on: jobs begin anew. Those of `start-time=startup` run three seconds later, but not those
   * with an interval (manual, "Scheduler"): they wait for its end first.
   */
  startUp(items: readonly Item[]): void {
    for (const job of this.#jobs.values()) job.cancel();
    this.#jobs = new Map();
    for (const item of items) {
      this.#plan(item, undefined);
      const job = this.#jobs.get(item.id);
      if (job === undefined || item.props['start-time'] !== 'startup' || item.props['disabled'] === 'yes') continue;
      if (job.nextRunMs === undefined) this.#arm(job, this.#twin.clock.uptimeMs + startupMs);
    }
  }

  #plan(item: Item, known: Job | undefined): void {
    known?.cancel();
    const job: Job = { item, nextRunMs: undefined, count: known?.count ?? 0, cancel: () => undefined };
    this.#jobs.set(item.id, job);
    if (item.props['disabled'] !== 'yes') this.#arm(job, this.#firstRun(item));
  }

  /**
   * `startup` with an interval: the first run comes one interval after the job was made; the manual and practice differ
   * on whether it also runs at boot (language-facts 13.3), and the twin's configuration is imported after boot.
   */
  #firstRun({ props }: Item): number | undefined {
    const { clock } = this.#twin;
    const interval = parseDuration(props['interval'] ?? '0s') ?? 0;
    if (props['start-time'] === 'startup') return interval > 0 ? clock.uptimeMs + interval : undefined;
    const wall = (parseDate(props['start-date'] ?? '') ?? 0) + (parseTimeOfDay(props['start-time'] ?? '') ?? 0);
    // A job starts at the latest when it is made: the second it was made in counts as now.
    const late = clock.wallMs - wall;
    if (late < 1000) return clock.uptimeMs - Math.min(late, 0);
    return interval > 0 ? clock.uptimeMs + interval - (late % interval) : undefined;
  }

  #arm(job: Job, dueMs: number | undefined): void {
    job.nextRunMs = dueMs;
    if (dueMs === undefined) return;
    job.cancel = this.#twin.clock.at(dueMs, async () => this.#due(job, dueMs));
  }

  /** The script runs on its own: the next job of the same moment does not wait for it to end. */
  #due(job: Job, dueMs: number): void {
    job.count += 1;
    const interval = parseDuration(job.item.props['interval'] ?? '0s') ?? 0;
    this.#arm(job, interval > 0 ? dueMs + interval : undefined);
    void this.#twin.clock.track((activity) => this.#run(job.item, activity));
  }

  /** `on-event` is a script's name or a script (language-facts 10). */
  async #run({ props }: Item, activity: Activity): Promise<void> {
    const event = props['on-event'] ?? '';
    const name = props['name'] ?? '';
    const user = props['owner'] ?? 'admin';
    const job = { trace: `scheduler:${name}` };
    const context = { user, activity, job, print: () => undefined, signal: this.#twin.neverAborted };
    const script = this.#twin.menus.get('system script').items.find((item) => item.props['name'] === event);
    try {
      // A script that is named runs with its own policies, a text with the job's (language-facts 10).
      const policies = scriptPolicies(props['policy']);
      if (script === undefined) await this.#twin.scripts.runText({ name, text: event }, { ...context, policies });
      else await this.#twin.scripts.run(event, context, { own: true });
    } catch (error) {
      this.#logFailure(script === undefined ? undefined : event, name, error);
    }
  }

  /** In the words of language-facts 10. */
  #logFailure(script: string | undefined, scheduler: string, error: unknown): void {
    const { log } = this.#twin;
    // Somebody ended it: nothing to check.
    if (error instanceof RouterosError && error.message === 'interrupted') return;
    const text = error instanceof RouterosError ? error.text : `twin: ${String(error)}`;
    if (script !== undefined)
      log.write(
        ['script', 'error'],
        `executing script ${script} from scheduler (${scheduler}) failed, please check it manually`,
      );
    else log.write(['script', 'error'], `executing scheduler (${scheduler}) failed, please check it manually`);
    log.write(['script', 'error', 'debug'], `(scheduler:${scheduler}) ${text}`);
  }
}

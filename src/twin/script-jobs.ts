import { RouterosError, trapCategories } from '../routeros/routeros-error.ts';
import { IdSource } from './menu/id-source.ts';
import type { Activity, TwinClock } from './time/twin-clock.ts';

/** What started a script. */
export interface JobOrigin {
  /** The name in `/system script`; absent for a text of its own. */
  readonly script?: string | undefined;
  /** `scheduler:hourly/script:tidy`: what led to it. */
  readonly trace: string;
  /** Told before it begins, as `:execute` does. */
  readonly id?: string;
}

/** A script that runs now, as `/system script job` shows it. */
export interface ScriptJob extends JobOrigin {
  readonly id: string;
  readonly owner: string;
  readonly startedMs: number;
  /** The job that started it and waits for it. */
  readonly parent: string | undefined;
}

interface Running {
  readonly job: ScriptJob;
  readonly controller: AbortController;
}

/** The scripts that run now. */
export class ScriptJobs {
  readonly #clock: TwinClock;
  readonly #ids = new IdSource();
  readonly #running = new Map<string, Running>();
  /** A script that runs another one waits for it: the innermost of those that share an activity. */
  readonly #innermost = new WeakMap<Activity, ScriptJob>();

  constructor(clock: TwinClock) {
    this.#clock = clock;
  }

  nextId(): string {
    return this.#ids.next();
  }

  get all(): readonly ScriptJob[] {
    return [...this.#running.values()].map(({ job }) => job);
  }

  /** Lists a script while it runs; the signal that it gets is also given when the job is removed. */
  async run<T>(
    { origin, owner, activity }: { readonly origin: JobOrigin; readonly owner: string; readonly activity: Activity },
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const parent = this.#innermost.get(activity);
    const id = origin.id ?? this.nextId();
    const trace = parent === undefined ? origin.trace : `${parent.trace}/${origin.trace}`;
    const job: ScriptJob = { ...origin, id, owner, trace, parent: parent?.id, startedMs: this.#clock.wallMs };
    const controller = new AbortController();
    this.#running.set(id, { job, controller });
    this.#innermost.set(activity, job);
    try {
      return await work(controller.signal);
    } finally {
      this.#running.delete(id);
      if (parent === undefined) this.#innermost.delete(activity);
      else this.#innermost.set(activity, parent);
    }
  }

  /** Ends a job; those that it waits for end with it. */
  end(id: string): void {
    for (const { job } of this.#running.values()) if (job.parent === id) this.end(job.id);
    this.#running.get(id)?.controller.abort(interrupted());
  }

  endAll(): void {
    for (const { controller } of this.#running.values()) controller.abort(interrupted());
  }
}

const interrupted = (): RouterosError => new RouterosError('interrupted', { category: trapCategories.interrupted });

import { KnocklabError } from '../../core/errors.ts';
import type { TrialOrder, TrialReport } from '../../scenario/trials/trial.ts';
import type { WaitingSession } from './trial-server.ts';

/** A trial without its number. */
export type Trial = Omit<TrialOrder, 'id'>;

interface Job {
  readonly order: TrialOrder;
  readonly settle: PromiseWithResolvers<TrialReport>;
  /** Sessions that died with it. */
  losses: number;
}

/** Hands the trials of one scenario to its sessions, each to the first that is idle. */
export class Dispatcher {
  readonly #waiting: Job[] = [];
  readonly #underWay = new Map<number, Job>();
  #idle: WaitingSession[] = [];
  #last = 0;
  #isOver = false;

  /** Settles when some session has run it. */
  run(trial: Trial): Promise<TrialReport> {
    const settle = Promise.withResolvers<TrialReport>();
    this.#waiting.push({ order: { ...trial, id: ++this.#last }, settle, losses: 0 });
    this.#match();
    return settle.promise;
  }

  take(session: WaitingSession, report: TrialReport | undefined): void {
    if (report !== undefined) this.#settle(report);
    this.#idle.push(session);
    this.#match();
  }

  /** A trial with which one session died may be tried by another; the second time it is the trial's own fault. */
  lose(session: WaitingSession, trial: number | undefined): void {
    this.#idle = this.#idle.filter((other) => other !== session);
    const job = trial === undefined ? undefined : this.#underWay.get(trial);
    if (job === undefined) return;
    this.#underWay.delete(job.order.id);
    job.losses += 1;
    if (job.losses < 2) this.#waiting.unshift(job);
    else job.settle.reject(new KnocklabError('lab/trial-lost', 'The process that ran the scenario ended twice.'));
    this.#match();
  }

  /** No more trials: every session goes on to the next scenario. */
  end(): void {
    this.#isOver = true;
    this.#match();
  }

  /** Nobody will come any more. */
  abandon(why: Error): void {
    for (const job of [...this.#waiting.splice(0), ...this.#underWay.values()]) job.settle.reject(why);
  }

  #settle(report: TrialReport): void {
    const job = this.#underWay.get(report.id);
    this.#underWay.delete(report.id);
    job?.settle.resolve(report);
  }

  #match(): void {
    while (this.#idle.length > 0) {
      const job = this.#waiting.shift();
      if (job === undefined && !this.#isOver) return;
      const session = this.#idle.shift();
      if (job === undefined) session?.tell({ do: 'end' });
      else {
        this.#underWay.set(job.order.id, job);
        session?.tell({ do: 'try', order: job.order });
      }
    }
  }
}

/** Something that moves when time does: address-list entries, tracked connections. */
export interface Timekeeper {
  /** Time has jumped by so many milliseconds; other jumps of the same turn may follow. */
  lapse(byMs: number): Promise<void>;
  /** The turn is over. */
  lapsed(): Promise<void>;
}

/** Work that `advance` waits for: until it has come to its end, or to a wait on this clock. */
export interface Activity {
  /** Waits on this clock, as `:delay` does. */
  delay(ms: number, signal: AbortSignal): Promise<void>;
}

interface Alarm {
  /** On the uptime axis. */
  readonly dueMs: number;
  /** Alarms due at the same moment go off in the order they were set. */
  readonly order: number;
  readonly ring: () => Promise<void>;
}

/**
 * The twin's time: real time plus what `advance` has added. Uptime only moves forward and carries every alarm; the wall
 * clock is uptime plus an offset that `/system clock set` moves (jobs keep their next run when the clock jumps:
 * language-facts 10).
 */
export class TwinClock {
  readonly #bootMs: number;
  #addedMs = 0;
  /** From uptime to UTC, as far as the router knows. */
  #wallOffsetMs: number;
  /** The router's time zone: how far its wall clock is ahead at a moment of UTC. */
  #zone: (utcMs: number) => number = () => 0;
  #alarms: Alarm[] = [];
  #order = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #keepers: Timekeeper[] = [];
  #advancing: Promise<void> = Promise.resolve();
  #running = 0;
  #idle: (() => void)[] = [];

  constructor(wallMs: number) {
    this.#bootMs = performance.now();
    this.#wallOffsetMs = wallMs;
  }

  /** Milliseconds since the twin was switched on. */
  get uptimeMs(): number {
    return performance.now() - this.#bootMs + this.#addedMs;
  }

  get wallMs(): number {
    return this.wallAt(this.uptimeMs);
  }

  wallAt(uptimeMs: number): number {
    const utcMs = uptimeMs + this.#wallOffsetMs;
    return utcMs + this.#zone(utcMs);
  }

  get utcMs(): number {
    return this.uptimeMs + this.#wallOffsetMs;
  }

  setUtc(utcMs: number): void {
    this.#wallOffsetMs = utcMs - this.uptimeMs;
  }

  setWall(wallMs: number): void {
    // Twice, because the offset is that of the moment which is looked for.
    const near = wallMs - this.#zone(wallMs);
    this.#wallOffsetMs = wallMs - this.#zone(near) - this.uptimeMs;
  }

  /** UTC goes on; what the wall clock shows moves. */
  set zone(zone: (utcMs: number) => number) {
    this.#zone = zone;
  }

  /** How far the wall clock is ahead of UTC now. */
  get zoneOffsetMs(): number {
    return this.#zone(this.uptimeMs + this.#wallOffsetMs);
  }

  /** What must move along when time is turned. */
  addKeeper(keeper: Timekeeper): void {
    this.#keepers.push(keeper);
  }

  /** Calls `ring` when uptime reaches `dueMs`; gives a function that takes the alarm back. */
  at(dueMs: number, ring: () => Promise<void>): () => void {
    this.#order += 1;
    const alarm: Alarm = { dueMs, order: this.#order, ring };
    this.#alarms.push(alarm);
    this.#alarms.sort((a, b) => a.dueMs - b.dueMs || a.order - b.order);
    this.#wind();
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
      this.#wind();
    };
  }

  /**
   * Runs work that `advance` waits for. What the work calls in turn is part of it and uses its `activity`: counted once
   * more, it would keep time from moving while all of it waits.
   */
  async track<T>(work: (activity: Activity) => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work({ delay: (ms, signal) => this.#delay(ms, signal) });
    } finally {
      this.#running -= 1;
      this.#wakeIdle();
    }
  }

  /**
   * While work waits it does not count as running, because time has to move for it to go on; it counts again from the
   * very moment it is woken.
   */
  #delay(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    return new Promise((resolve, reject) => {
      const resume = (settle: () => void): void => {
        signal.removeEventListener('abort', abort);
        this.#running += 1;
        settle();
      };
      const abort = (): void => {
        cancel();
        resume(() => reject(signal.reason as Error));
      };
      const cancel = this.at(this.uptimeMs + ms, async () => resume(resolve));
      signal.addEventListener('abort', abort, { once: true });
      this.#running -= 1;
      this.#wakeIdle();
    });
  }

  /** Turns time by `byMs`: every alarm that falls due goes off at its own moment, in order. One turn at a time. */
  advance(byMs: number): Promise<void> {
    const turn = this.#advancing.then(() => this.#turn(byMs));
    this.#advancing = turn.catch(() => undefined);
    return turn;
  }

  /** Lets time pass by itself whenever all work waits for it, until this work is done: a `:delay` costs nothing. */
  async hasten<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = (): void => {
      isDone = true;
    };
    work.then(done, done);
    for (;;) {
      await this.#settled();
      // Whoever was woken by the end of the work comes first.
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return await work;
      const next = this.#alarms[0];
      if (this.#running > 0 || next === undefined) continue;
      await this.#jumpTo(next.dueMs);
      await this.#ringDue();
    }
  }

  async #turn(byMs: number): Promise<void> {
    const targetMs = this.uptimeMs + byMs;
    await this.#settled();
    for (;;) {
      const next = this.#alarms[0];
      if (next === undefined || next.dueMs > targetMs) break;
      await this.#jumpTo(next.dueMs);
      await this.#ringDue();
      await this.#settled();
    }
    await this.#jumpTo(targetMs);
    for (const keeper of this.#keepers) await keeper.lapsed();
  }

  async #jumpTo(uptimeMs: number): Promise<void> {
    const byMs = uptimeMs - this.uptimeMs;
    if (byMs <= 0) return;
    this.#addedMs += byMs;
    for (const keeper of this.#keepers) await keeper.lapse(byMs);
    this.#wind();
  }

  async #ringDue(): Promise<void> {
    const now = this.uptimeMs;
    const due = this.#alarms.filter((alarm) => alarm.dueMs <= now);
    this.#alarms = this.#alarms.filter((alarm) => alarm.dueMs > now);
    for (const alarm of due) await alarm.ring();
    this.#wind();
  }

  #settled(): Promise<void> {
    if (this.#running === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #wakeIdle(): void {
    if (this.#running > 0) return;
    const idle = this.#idle;
    this.#idle = [];
    for (const wake of idle) wake();
  }

  /** Node's timers hold 24 days at most; a later alarm is looked at again then. */
  #wind(): void {
    clearTimeout(this.#timer);
    const next = this.#alarms[0];
    if (next === undefined) return;
    const ms = Math.min(Math.max(next.dueMs - this.uptimeMs, 0), 2 ** 31 - 1);
    this.#timer = setTimeout(() => void this.#ringDue().catch(() => undefined), Math.ceil(ms));
  }
}

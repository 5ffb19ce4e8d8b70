import type { TwinClock } from './time/twin-clock.ts';

export interface LogEntry {
  readonly id: string;
  readonly wallMs: number;
  readonly topics: readonly string[];
  readonly message: string;
  /** The action of `/system logging action` that keeps it. */
  readonly buffer: string;
}

/** A line on its way to where it is not kept in memory. */
export type OutgoingLine = Pick<LogEntry, 'wallMs' | 'topics' | 'message'>;

/** A rule of `/system logging`: which topics go where. */
export interface LoggingRule {
  readonly topics: readonly string[];
  readonly action: string;
  readonly prefix: string;
}

/** Where an action of `/system logging action` leads: into memory, or to somebody who takes it on. */
export type LogTarget =
  | { readonly kind: 'memory'; readonly lines: number; readonly stopsWhenFull: boolean }
  | { readonly kind: 'elsewhere'; readonly take: (line: OutgoingLine) => void };

/** MikroTik's default rules (firewall-facts 3.2). Debug goes nowhere. */
const defaultLoggingRules: readonly LoggingRule[] = [
  { topics: ['info'], action: 'memory', prefix: '' },
  { topics: ['error'], action: 'memory', prefix: '' },
  { topics: ['warning'], action: 'memory', prefix: '' },
  { topics: ['critical'], action: 'echo', prefix: '' },
];

const usualMemory: LogTarget = { kind: 'memory', lines: 1000, stopsWhenFull: false };

/** `!topic` must be absent, the others present. */
function matches(rule: LoggingRule, topics: readonly string[]): boolean {
  return rule.topics.every((topic) =>
    topic.startsWith('!') ? !topics.includes(topic.slice(1)) : topics.includes(topic),
  );
}

/** The log: each line goes where the rules send it. What is in memory is lost on reboot, as on a router. */
export class MemoryLog {
  readonly #clock: TwinClock;
  #entries: LogEntry[] = [];
  #nextId = 1;
  rules: readonly LoggingRule[] = defaultLoggingRules;
  #targets: ReadonlyMap<string, LogTarget> = new Map([['memory', usualMemory]]);
  #watchers: (() => void)[] = [];

  constructor(clock: TwinClock) {
    this.#clock = clock;
  }

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  /** Each action gets a line once, by the first rule that sends it there. */
  write(topics: readonly string[], message: string): void {
    const told = new Set<string>();
    for (const rule of this.rules) {
      if (told.has(rule.action) || !matches(rule, topics)) continue;
      told.add(rule.action);
      const text = rule.prefix === '' ? message : `${rule.prefix}: ${message}`;
      this.#deliver(rule.action, { wallMs: this.#clock.wallMs, topics, message: text });
    }
  }

  #deliver(action: string, line: OutgoingLine): void {
    const target = this.#targets.get(action);
    if (target?.kind === 'elsewhere') target.take(line);
    if (target?.kind !== 'memory') return;
    const isFull =
      this.#entries.length >= target.lines &&
      this.#entries.filter(({ buffer }) => buffer === action).length >= target.lines;
    if (isFull && target.stopsWhenFull) return;
    this.#entries.push({ id: `*${(this.#nextId++).toString(16).toUpperCase()}`, ...line, buffer: action });
    if (isFull) this.#cut(action, target.lines);
    for (const tell of this.#watchers.splice(0)) tell();
  }

  /** Settles when another line is in memory. */
  nextLine(): Promise<void> {
    return new Promise((resolve) => this.#watchers.push(resolve));
  }

  /** By the names of their actions. Once fewer lines are kept, the older ones are gone for good (firewall-facts 3.2). */
  set targets(targets: ReadonlyMap<string, LogTarget>) {
    this.#targets = targets;
    for (const [action, target] of targets) if (target.kind === 'memory') this.#cut(action, target.lines);
  }

  #cut(action: string, lines: number): void {
    const kept = this.#entries.filter(({ buffer }) => buffer === action);
    if (kept.length <= lines) return;
    const gone = new Set(kept.slice(0, kept.length - lines));
    this.#entries = this.#entries.filter((entry) => !gone.has(entry));
  }

  clear(action?: string): void {
    this.#entries = action === undefined ? [] : this.#entries.filter(({ buffer }) => buffer !== action);
  }
}

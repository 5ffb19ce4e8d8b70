import type { TwinClock } from './time/twin-clock.ts';

export interface LogEntry {
  readonly id: string;
  readonly wallMs: number;
  readonly topics: readonly string[];
  readonly message: string;
}

/** A rule of `/system logging`: which topics go where. */
export interface LoggingRule {
  readonly topics: readonly string[];
  readonly action: string;
  readonly prefix: string;
}

/** MikroTik's default rules (firewall-facts 3.2). Debug goes nowhere. */
const defaultLoggingRules: readonly LoggingRule[] = [
  { topics: ['info'], action: 'memory', prefix: '' },
  { topics: ['error'], action: 'memory', prefix: '' },
  { topics: ['warning'], action: 'memory', prefix: '' },
  { topics: ['critical'], action: 'echo', prefix: '' },
];

/** `!topic` must be absent, the others present. */
function matches(rule: LoggingRule, topics: readonly string[]): boolean {
  return rule.topics.every((topic) =>
    topic.startsWith('!') ? !topics.includes(topic.slice(1)) : topics.includes(topic),
  );
}

/** The memory log: the newest lines, oldest first. Lost on reboot, as on a router. */
export class MemoryLog {
  readonly #clock: TwinClock;
  #entries: LogEntry[] = [];
  #nextId = 1;
  rules: readonly LoggingRule[] = defaultLoggingRules;
  /** `memory-lines` of `/system logging action`. */
  #capacity = 1000;

  constructor(clock: TwinClock) {
    this.#clock = clock;
  }

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  write(topics: readonly string[], message: string): void {
    const rule = this.rules.find((candidate) => candidate.action === 'memory' && matches(candidate, topics));
    if (rule === undefined) return;
    const text = rule.prefix === '' ? message : `${rule.prefix}: ${message}`;
    this.#entries.push({
      id: `*${(this.#nextId++).toString(16).toUpperCase()}`,
      wallMs: this.#clock.wallMs,
      topics,
      message: text,
    });
    this.#cut();
  }

  /** Keeps the newest lines only; once fewer were kept, the older ones are gone for good (firewall-facts 3.2). */
  set capacity(lines: number) {
    this.#capacity = lines;
    this.#cut();
  }

  #cut(): void {
    if (this.#entries.length > this.#capacity) this.#entries.splice(0, this.#entries.length - this.#capacity);
  }

  clear(): void {
    this.#entries = [];
  }
}

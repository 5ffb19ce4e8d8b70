/** The router's clock, as a scenario sees it: moved at will on the twin, waited for everywhere else. */
export interface RouterClock {
  readonly mode: 'virtual' | 'real';
  /** The router's own date and time (`iso` without zone) and the same in ms since 1970, read as UTC. */
  now(): Promise<ClockReading>;
  /** `'31s'`, `'1m'`, `'00:01:00'` as RouterOS writes durations, or milliseconds. */
  advance(duration: string | number): Promise<void>;
  /** `2023-07-20T20:43:00`; everything that falls due by it does not run, as when an administrator sets the clock. */
  set(iso: string): Promise<void>;
}

export interface ClockReading {
  readonly iso: string;
  readonly ms: number;
}

/** Where a demonstration stands. What has happened stands in the trace; this is only who waits for whom. */
export interface DemoState {
  readonly scenario: string;
  /** Counts the runs of this demonstration: each restart is a new one. */
  readonly run: number;
  /**
   * `waiting`: before `step`; `running`: a step is under way, or the lab is being built; `over`: all steps have ended, the lab
   * still stands; `ended`: the lab is down; `broken`: the run could not be made.
   */
  readonly phase: 'starting' | 'waiting' | 'running' | 'over' | 'ended' | 'broken';
  /** The step that is waited before, or that is under way. */
  readonly step?: number;
  /** It runs through, without waiting, until before this step; undefined: it waits before each. */
  readonly until?: number;
  /** Hosts that have a console. */
  readonly consoles: readonly string[];
  /** What broke it, as the command line would say. */
  readonly fault?: string;
  readonly exercise?: string;
  /** The configuration in use is one that was handed in, not the scenario's own. */
  readonly ownConfiguration: boolean;
}

import type { AttackOutcome, EventOf } from '../../trace/events.ts';
import type { ScenarioModel } from './scenario.ts';

/** What came of one attack on one system, and where in the run. */
export interface ResistanceCell {
  readonly event: EventOf<'attack'>;
  /** Of the scenario, among those of the run. */
  readonly scenario: number;
}

/** Systems beside each other, attacks below each other, both in the order in which they were first met. */
export interface ResistanceTable {
  readonly systems: readonly string[];
  readonly rows: readonly ResistanceRow[];
}

export interface ResistanceRow {
  readonly attack: string;
  readonly family: string;
  readonly title: string;
  /** A cell for each system; undefined: it was not attacked so. */
  readonly cells: readonly (ResistanceCell | undefined)[];
}

export const outcomeMarks: Readonly<Record<AttackOutcome, string>> = {
  holds: '✔',
  'gives way': '✖',
  'not applicable': '–',
};

export function resistanceTable(scenarios: readonly ScenarioModel[]): ResistanceTable {
  const cells = scenarios.flatMap(({ attacks }, scenario) => attacks.map((event) => ({ event, scenario })));
  const systems = [...new Set(cells.map(({ event }) => event.system))];
  const byAttack = Map.groupBy(cells, ({ event }) => event.attack);
  const rows = [...byAttack].map(([attack, own]) => ({
    attack,
    family: own[0]?.event.family ?? '',
    title: own[0]?.event.title ?? attack,
    cells: systems.map((system) => own.findLast(({ event }) => event.system === system)),
  }));
  return { systems, rows };
}

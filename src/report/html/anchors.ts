/** Names of places in the page. Scenarios are numbered: their ids may hold any character. */
export function scenarioAnchor(index: number): string {
  return `scenario-${index + 1}`;
}

export function stepAnchor(index: number, step: number): string {
  return `${scenarioAnchor(index)}-step-${step}`;
}

export type ScenarioPart =
  | 'timeline'
  | 'topology'
  | 'steps'
  | 'ports'
  | 'scans'
  | 'lists'
  | 'messages'
  | 'log'
  | 'rules'
  | 'export'
  | 'artifacts';

export function partAnchor(index: number, part: ScenarioPart): string {
  return `${scenarioAnchor(index)}-${part}`;
}

/** The element that holds the data of a scenario's timeline. */
export function viewId(index: number): string {
  return `${scenarioAnchor(index)}-view`;
}

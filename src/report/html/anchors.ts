/** Names of places in the page. Scenarios are numbered: their ids may hold any character. */
export function scenarioAnchor(index: number): string {
  return `scenario-${index + 1}`;
}

export function stepAnchor(index: number, step: number): string {
  return `${scenarioAnchor(index)}-step-${step}`;
}

export type ScenarioPart =
  | 'topology'
  | 'steps'
  | 'ports'
  | 'lists'
  | 'messages'
  | 'log'
  | 'rules'
  | 'export'
  | 'artifacts';

export function partAnchor(index: number, part: ScenarioPart): string {
  return `${scenarioAnchor(index)}-${part}`;
}

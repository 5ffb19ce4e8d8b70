import { KnocklabError } from '../../core/errors.ts';
import type { Source } from '../../core/source.ts';
import { type Path, YamlFile } from '../../lab/topology/yaml-file.ts';
import { parseKnock } from '../../probes/knock-sequence.ts';
import { unknownAttacks } from './attack-faults.ts';
import { actionNames, type YamlScenario, type YamlStep, yamlScenarioSchema } from './yaml-schema.ts';

/** Reads a scenario's text; every fault in it is a KnocklabError `input/scenario`, all of them at once. */
export function readYamlScenario(source: Source): YamlScenario {
  const file = new YamlFile(source, 'input/scenario');
  const scenario = file.parse(yamlScenarioSchema);
  for (const [index, step] of scenario.steps.entries()) {
    for (const { path, text, part } of faultsOf(step)) file.complain(['steps', index, ...path], text, part);
  }
  file.throwIfWrong();
  return scenario;
}

interface Fault {
  readonly path: Path;
  readonly text: string;
  /** What of the path is wrong: the value unless given. */
  readonly part?: 'key' | 'value';
}

/** What the parts of a step must say about each other. */
function faultsOf(step: YamlStep): Fault[] {
  const actions = actionNames.filter((name) => step[name] !== undefined);
  if (actions.length !== 1) return [fault([], `A step does one thing, one of ${actionNames.join(', ')}.`)];
  return [...scanFaults(step), ...knockFaults(step), ...expectFaults(step), ...runFaults(step), ...attackFaults(step)];
}

function scanFaults({ scan }: YamlStep): Fault[] {
  if (scan === undefined) return [];
  const hasPorts = scan.tcp !== undefined || scan.udp !== undefined;
  if (hasPorts === (scan.profile !== undefined))
    return [fault(['scan'], 'Say either the ports (tcp, udp) or a profile.')];
  if (scan.expect === undefined || hasPorts) return [];
  return [fault(['scan', 'expect'], 'With a profile, write open, closed or filtered and the ports.')];
}

function knockFaults({ knock, attack }: YamlStep): Fault[] {
  return [...sequenceFaults('knock', knock?.sequence ?? []), ...sequenceFaults('attack', attack?.sequence ?? [])];
}

function sequenceFaults(action: string, sequence: readonly string[]): Fault[] {
  return sequence.flatMap((text, index) => {
    const problem = knockProblem(text);
    return problem === undefined ? [] : [fault([action, 'sequence', index], problem)];
  });
}

function attackFaults({ attack, soft }: YamlStep): Fault[] {
  if (attack === undefined) return [];
  const unknown = unknownAttacks(attack).map(({ path, ...rest }) => ({ path: ['attack', ...path], ...rest }));
  return soft === undefined ? unknown : [fault(['soft'], 'Each attack is a soft step as it is.'), ...unknown];
}

function knockProblem(text: string): string | undefined {
  try {
    parseKnock(text);
    return undefined;
  } catch (error) {
    if (error instanceof KnocklabError) return error.message;
    throw error;
  }
}

function expectFaults({ expect }: YamlStep): Fault[] {
  if (expect === undefined) return [];
  const { 'address-list': list, holds, 'does-not-hold': holdsNot, log, telegram, times, reachability } = expect;
  const subjects = [list, log, telegram, reachability].filter((subject) => subject !== undefined);
  if (subjects.length !== 1) return [fault(['expect'], 'Expect one of address-list, log, telegram and reachability.')];
  if (reachability === undefined && (expect.when !== undefined || expect.from !== undefined))
    return [fault(['expect'], 'when and from go with reachability.')];
  const judgements = [holds, holdsNot].filter((judgement) => judgement !== undefined);
  if (list === undefined && judgements.length > 0)
    return [fault(['expect'], 'holds and does-not-hold go with address-list.')];
  if (list !== undefined && judgements.length !== 1)
    return [fault(['expect'], 'An address-list holds or does-not-hold.')];
  return (list !== undefined || reachability !== undefined) && times !== undefined
    ? [fault(['expect', 'times'], 'times goes with log and telegram.')]
    : [];
}

function runFaults({ run }: YamlStep): Fault[] {
  if (run === undefined) return [];
  const onHost = run.on !== undefined && run.command !== undefined;
  const onRouter = run.on === undefined && run.command === undefined && run.exit === undefined;
  if (run.router === undefined ? onHost : onRouter) return [];
  return [fault(['run'], 'Say a host and its command (on, command), or a line for the console (router).')];
}

function fault(path: Path, text: string): Fault {
  return { path, text };
}

import type { Source } from '../../core/source.ts';
import { scenario } from '../scenario.ts';
import type { ScenarioOptions } from '../scenario-options.ts';
import { readYamlScenario } from './read-yaml-scenario.ts';
import type { YamlScenario } from './yaml-schema.ts';
import { runYamlSteps } from './yaml-steps.ts';

/** Declares the scenario of a YAML text; a test module made of a YAML file calls it. */
export function yamlScenario(source: Source): void {
  const content = readYamlScenario(source);
  scenario<string>(content.scenario, scenarioOptions(content), (context) => runYamlSteps(content.steps, context));
}

function scenarioOptions(content: YamlScenario): ScenarioOptions {
  const { about, seed, topology, router, ros, telegram, capture, 'start-at': startAt } = content;
  return {
    about: about ?? content.scenario,
    ...(seed === undefined ? {} : { seed }),
    topology,
    router,
    ...(ros === undefined ? {} : { ros }),
    ...(startAt === undefined ? {} : { startAt }),
    ...(telegram === undefined ? {} : { telegram }),
    ...(capture === undefined ? {} : { capture }),
  };
}

import * as z from 'zod';
import { actionNames, yamlScenarioSchema } from './yaml-schema.ts';

/** For editors: what a scenario in YAML may hold. */
export function scenarioJsonSchema(): unknown {
  const schema = z.toJSONSchema(yamlScenarioSchema, { io: 'input', unrepresentable: 'any', override: describePorts });
  return { title: 'A scenario of knocklab', ...schema };
}

type Override = Parameters<NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override']>>[0];

/** What is turned into a list before it is checked may be one value; and a step does one thing. */
function describePorts({ zodSchema, jsonSchema }: Override): void {
  if (zodSchema._zod.def.type === 'pipe' && jsonSchema.type === 'array') {
    const { type: _, items, minItems: __, ...rest } = jsonSchema;
    for (const key of ['type', 'items', 'minItems'] as const) delete jsonSchema[key];
    Object.assign(jsonSchema, rest, { anyOf: [items, { type: 'array', items, minItems: 1 }] });
  }
  if (jsonSchema.properties?.['scan'] !== undefined && jsonSchema.properties['title'] !== undefined)
    jsonSchema.oneOf = actionNames.map((name) => ({ required: [name] }));
}

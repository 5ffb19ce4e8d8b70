import { expect, test } from 'vitest';
import { topologyJsonSchema } from '../src/lab/topology/topology-json-schema.ts';
import { scenarioJsonSchema } from '../src/scenario/yaml/scenario-json-schema.ts';

test('an editor is told that a step does one thing, and that ports may stand alone or in a list', () => {
  const scan = { properties: { tcp: { anyOf: [{ type: 'integer' }, { type: 'array' }] } } };
  const step = {
    oneOf: expect.arrayContaining([{ required: ['scan'] }, { required: ['serve'] }]),
    properties: { scan },
  };
  expect(scenarioJsonSchema()).toMatchObject({ properties: { steps: { items: step } }, additionalProperties: false });
});

test('an editor is told the fields of a topology', () => {
  const router = { properties: { interfaces: {}, unplugged: { type: 'array' }, before: { type: 'string' } } };
  expect(topologyJsonSchema()).toMatchObject({ required: ['name', 'networks', 'router'], properties: { router } });
});

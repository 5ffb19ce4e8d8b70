import { z } from 'zod';

const text = z.string();
const status = z.enum(['passed', 'failed', 'inconclusive', 'skipped', 'error']);
const outcome = z.enum(['holds', 'gives way', 'not applicable']);
const milliseconds = z.number().nonnegative();

const step = z.strictObject({
  title: text,
  status: status.describe('inconclusive: the harness could not tell; skipped: not possible here'),
  expected: text.optional(),
  observed: text.optional(),
  durationMs: milliseconds,
});

const indicator = z.strictObject({
  number: z.int(),
  name: text,
  paper: text.describe('the claim, as published'),
  observed: text,
  status: z.enum(['reproduced', 'reproduced with a correction', 'not reproduced']),
});

const attack = z.strictObject({
  attack: text.describe('id in the catalogue'),
  family: text,
  title: text,
  system: text,
  outcome: outcome.describe('gives way: the attacker got what he wanted'),
  expected: outcome,
  evidence: text,
  inherent: text.describe('why no packet filter can hold against it').optional(),
});

const scenario = z.strictObject({
  id: text.describe('path below scenarios/ without its ending'),
  title: text,
  seed: text.describe('the publication that is reproduced').optional(),
  status: status.describe('never better than its steps'),
  durationMs: milliseconds,
  steps: z.array(step),
  indicators: z.array(indicator).optional(),
  resistance: z.array(attack).optional(),
  findings: z.array(z.strictObject({ name: text, text })).optional(),
  error: z
    .strictObject({ code: text, message: text, remedy: text.optional(), evidence: text.optional() })
    .describe('what stopped the harness')
    .optional(),
});

/** results.json, as strictly as we write it. */
export const resultsSchema = z.strictObject({
  version: z.literal(1),
  run: text,
  router: text,
  fabric: text,
  clock: z.enum(['virtual', 'real']),
  startedAt: text.describe('ISO time, UTC; empty when the trace has lost its beginning'),
  durationMs: milliseconds,
  exitCode: z.int().describe('0 passed, 1 failed, 2 input, 3 lab, 4 inconclusive, 130 interrupted'),
  complete: z.boolean().describe('false: the run was cut off'),
  problems: z.array(text).optional(),
  scenarios: z.array(scenario),
});

/** The JSON Schema that readers are given: fields may be added, so they must allow for more than there is today. */
export function resultsJsonSchema(): string {
  const schema = z.toJSONSchema(resultsSchema, {
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties;
    },
  });
  return `${JSON.stringify({ title: 'results.json of knocklab', ...schema }, null, 2)}\n`;
}

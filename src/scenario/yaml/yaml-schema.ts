import * as z from 'zod';
import { attackSchema } from './attack-schema.ts';
import { duration, port, ports } from './schema-parts.ts';

const times = z.int().min(0);

const scan = z.strictObject({
  from: z.string(),
  to: z.string(),
  tcp: ports.optional(),
  udp: ports.optional(),
  profile: z.enum(['default', 'services', 'sequential', 'udp', 'version']).optional(),
  /** A port of the target that must answer, before and after. */
  control: port.optional(),
  /** The state of every port of `tcp` and `udp`. */
  expect: z.enum(['open', 'closed', 'filtered']).optional(),
  open: ports.optional(),
  closed: ports.optional(),
  filtered: ports.optional(),
});

const knock = z.strictObject({
  from: z.string(),
  to: z.string(),
  sequence: z.array(z.string()).min(1),
  gap: duration.optional(),
  client: z.enum(['own', 'knock']).optional(),
});

const expectation = z.strictObject({
  'address-list': z.string().optional(),
  holds: z.string().optional(),
  'does-not-hold': z.string().optional(),
  log: z.string().optional(),
  telegram: z.string().optional(),
  times: times.optional(),
  /** A snapshot that somebody has reviewed: every packet fares as there. */
  reachability: z.string().optional(),
  /** Which situation of the snapshot it is. */
  when: z.string().optional(),
  from: z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.string()).min(1)).optional(),
});

const ping = z.strictObject({
  from: z.string(),
  to: z.string(),
  count: z.int().min(1).optional(),
  expect: z.enum(['answered', 'unanswered']).optional(),
});

const connect = z.strictObject({
  from: z.string(),
  to: z.string(),
  port,
  expect: z.enum(['connected', 'refused', 'timeout', 'unreachable']).optional(),
});

const serve = z.strictObject({ on: z.string(), port });

const run = z.strictObject({
  on: z.string().optional(),
  command: z.array(z.string()).min(1).optional(),
  exit: z.int().min(0).max(255).optional(),
  /** A line for the router's console. */
  router: z.string().optional(),
});

const step = z.strictObject({
  title: z.string().optional(),
  /** The scenario goes on when this step fails. */
  soft: z.boolean().optional(),
  scan: scan.optional(),
  knock: knock.optional(),
  expect: expectation.optional(),
  advance: duration.optional(),
  ping: ping.optional(),
  connect: connect.optional(),
  /** A TCP service on a host, from now on. */
  serve: serve.optional(),
  run: run.optional(),
  attack: attackSchema.optional(),
});

/** What a step does: exactly one of these. */
export const actionNames = ['scan', 'knock', 'expect', 'advance', 'ping', 'connect', 'serve', 'run', 'attack'] as const;

/** A scenario for everybody: the same steps as in TypeScript, and the same trace. */
export const yamlScenarioSchema = z.strictObject({
  scenario: z.string().min(1),
  about: z.string().optional(),
  seed: z.string().optional(),
  topology: z.string(),
  router: z.string(),
  ros: z.enum(['6.49', '7']).optional(),
  'start-at': z.iso.datetime({ local: true, error: 'is no date and time such as 2023-07-20T20:43:00' }).optional(),
  telegram: z.strictObject({ token: z.string(), chats: z.array(z.coerce.string()).min(1) }).optional(),
  /** Hosts whose packets are kept, or HOST/INTERFACE. */
  capture: z.array(z.string()).optional(),
  steps: z.array(step).min(1),
});

export type YamlScenario = z.infer<typeof yamlScenarioSchema>;
export type YamlStep = YamlScenario['steps'][number];

import * as z from 'zod';
import { duration, port, ports } from './schema-parts.ts';

const outcome = z.enum(['holds', 'gives way', 'not applicable']);

/** A guarded system as `withstand` takes it, and which attacks it meets. */
export const attackSchema = z.strictObject({
  /** Where the guarded ports are: the router unless given. */
  to: z.string().optional(),
  guarded: ports,
  attacker: z.string(),
  administrator: z.string(),
  bystander: z.string().optional(),
  /** The knock; absent: there is none, and the administrator is let in as he is. */
  sequence: z.array(z.string()).min(1).optional(),
  gap: duration.optional(),
  'stage-timeout': duration.optional(),
  'open-timeout': duration.optional(),
  /** Address lists of the stages, in order. */
  stages: z.array(z.string()).min(1).optional(),
  trap: port.optional(),
  /** What the administrator is told of an attack, and within which time. */
  alert: z.strictObject({ telegram: z.string(), within: duration }).optional(),
  /** The router's IPv6 address, as the attacker reaches it. */
  ipv6: z.ipv6('is no IPv6 address').optional(),
  /** A host behind the router and a port on it that the attacker may not reach. */
  behind: z.strictObject({ host: z.string(), port }).optional(),
  only: z.array(z.string()).min(1).optional(),
  except: z.array(z.string()).min(1).optional(),
  expected: z.record(z.string(), outcome).optional(),
});

export type AttackPart = z.infer<typeof attackSchema>;

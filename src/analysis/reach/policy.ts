import * as z from 'zod';
import type { Source } from '../../core/source.ts';
import { YamlFile } from '../../lab/topology/yaml-file.ts';
import { type Change, isThrough } from './compare-reach.ts';
import { probeText } from './probes.ts';

const text = z.string().min(1);
const allowed = z.strictObject({
  from: text.optional(),
  to: text.optional(),
  packets: z
    .array(
      z.string().regex(/^(?:\d{1,5}\/(?:tcp|udp)|icmp|tcp|udp)$/, 'is no "22/tcp", "tcp", "53/udp", "udp" or "icmp"'),
    )
    .optional(),
  when: text.optional(),
  because: text,
});
const schema = z.strictObject({ may_open: z.array(allowed) });

/** What may open between two configurations, as somebody has decided. */
export type Policy = z.infer<typeof schema>;

/**
 * Reads a policy file: a list `may_open`, each item with what it is for (`because`) and any of `from`, `to` (hosts),
 * `packets` (`22/tcp`, `udp`, `icmp`) and `when` (`at first`, `after a scan` …). Faults are `input/policy`.
 */
export function readPolicy(source: Source): Policy {
  return new YamlFile(source, 'input/policy').parse(schema);
}

/** Does a change open something that nobody has allowed? */
export function isForbidden({ kind, before, after }: Change, { may_open: rules }: Policy): boolean {
  const opens = kind === 'opened' || (kind === 'sent elsewhere' && isThrough(before));
  if (!opens) return false;
  const { side, situation, probe } = after;
  return !rules.some(
    ({ from, to, packets, when }) =>
      (from === undefined || from === side.from || side.alsoFrom.includes(from)) &&
      (to === undefined || to === side.to) &&
      (when === undefined || when === situation) &&
      (packets === undefined || packets.includes(probeText(probe)) || packets.includes(probe.protocol)),
  );
}

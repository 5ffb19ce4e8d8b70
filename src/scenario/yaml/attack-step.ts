import type { GuardedSystem } from '../../attacks/attack.ts';
import { type WithstandOptions, withstand } from '../../attacks/withstand.ts';
import { advanceMs } from '../../router/clock-duration.ts';
import { formatPorts, parsePort } from '../matchers/port-list.ts';
import { expect } from '../matchers.ts';
import type { ScenarioContext } from '../scenario-options.ts';
import type { AttackPart } from './attack-schema.ts';
import { host, pattern, target } from './yaml-names.ts';

type Context = ScenarioContext<string>;

/** Tries the catalogue on a system, once it is clear that its administrator gets in at all. */
export async function attack(name: string, part: AttackPart, context: Context): Promise<void> {
  await context.step(
    `${part.administrator} ${part.sequence === undefined ? 'gets' : 'knocks and gets'} in: ${name}`,
    () => expectLetIn(part, context),
  );
  await withstand(context, guardedSystem(name, part, context), withstandOptions(part));
}

/** Without this, a wrong sequence would look like a system that gives way to everything. */
async function expectLetIn(part: AttackPart, context: Context): Promise<void> {
  const { administrator, guarded, sequence, gap = '20ms', to = context.router.name } = part;
  const knocker = host(administrator, context);
  const knocked = sequence === undefined ? undefined : await knocker.knock(target(to, context), sequence, { gap });
  const reason = sequence === undefined ? 'nothing lets him in' : 'no rule counts this knock';
  const { open } = await knocker.look(target(to, context), guarded);
  expect(open.length > 0 ? 'open' : `closed; ${knocked?.progress?.text ?? reason}`).toBe('open');
}

/** What the attacks of a step without a title are on. */
export function attackTitle({ to = 'router', guarded }: AttackPart): string {
  return `${to} ${formatPorts(guarded.map(parsePort))}`;
}

function guardedSystem(name: string, part: AttackPart, context: Context): GuardedSystem {
  const { guarded, sequence, to, bystander, gap, trap, stages, alert } = part;
  const { 'stage-timeout': stageTimeout, 'open-timeout': openTimeout } = part;
  return {
    name,
    guarded,
    ...(sequence === undefined ? { knockless: true } : { sequence }),
    attacker: host(part.attacker, context),
    administrator: host(part.administrator, context),
    ...(to === undefined || to === context.router.name ? {} : { target: target(to, context) }),
    ...(bystander === undefined ? {} : { bystander: host(bystander, context) }),
    ...(gap === undefined ? {} : { gapMs: advanceMs(gap) }),
    ...(stageTimeout === undefined ? {} : { stageTimeout }),
    ...(openTimeout === undefined ? {} : { openTimeout }),
    ...(stages === undefined ? {} : { lists: { stages, allowed: [] } }),
    ...(trap === undefined ? {} : { trap }),
    ...(alert === undefined ? {} : { alert: { text: asPattern(alert.telegram), within: alert.within } }),
    sideDoors: sideDoors(part, context),
  };
}

function sideDoors({ ipv6, behind }: AttackPart, context: Context): NonNullable<GuardedSystem['sideDoors']> {
  return {
    ...(ipv6 === undefined ? {} : { ipv6 }),
    ...(behind === undefined ? {} : { behind: { host: host(behind.host, context), port: behind.port } }),
  };
}

function asPattern(text: string): RegExp {
  const found = pattern(text);
  return typeof found === 'string' ? new RegExp(found.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')) : found;
}

function withstandOptions({ only, except, expected }: AttackPart): WithstandOptions {
  return {
    ...(only === undefined ? {} : { only }),
    ...(except === undefined ? {} : { except }),
    ...(expected === undefined ? {} : { expected }),
  };
}

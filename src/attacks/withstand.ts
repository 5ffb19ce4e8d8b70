import { setTimeout as pause } from 'node:timers/promises';
import { didYouMean } from '../core/did-you-mean.ts';
import { KnocklabError } from '../core/errors.ts';
import { resetRouter } from '../router/reset-router.ts';
import type { ScenarioHost } from '../scenario/scenario-host.ts';
import type { ScenarioContext } from '../scenario/scenario-options.ts';
import type { AttackOutcome } from '../trace/events.ts';
import { expectArrivals } from './arrivals.ts';
import type { Attack, AttackResult, GuardedSystem, Scene } from './attack.ts';
import { attacks as catalogue } from './catalogue.ts';

export interface WithstandOptions {
  /** Only these attacks, by id; all of them unless given. */
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  /**
   * What comes of an attack, by its id, where it is not `holds` (or `gives way`, where no filter can hold). For
   * published systems: what is known to be wrong with them.
   */
  readonly expected?: Readonly<Record<string, AttackOutcome>>;
}

/**
 * Tries the attacks of the catalogue on a system, one step each, the system as new before each of them; fails where the
 * outcome is not the expected one. Silence of a guarded port counts as holding only when the administrator gets in with
 * his knock afterwards, and when what the attacker sends arrives.
 */
export async function withstand(
  context: ScenarioContext<never>,
  system: GuardedSystem,
  { only, except = [], expected = {} }: WithstandOptions = {},
): Promise<void> {
  const named = [...(only ?? []), ...except, ...Object.keys(expected)];
  refuseUnknown(named);
  const wanted = catalogue.filter(({ id }) => (only?.includes(id) ?? true) && !except.includes(id));
  const scene = setScene(context, system);
  await context.step('what the attacker sends arrives', () => expectArrivals(context, system));
  for (const attack of wanted) {
    const { id, family, title } = attack;
    const reason = whyInherent(attack, system);
    await context.attempt(
      {
        attack: id,
        family,
        title,
        system: system.name,
        ...(reason === undefined ? {} : { inherent: reason }),
        ...(expected[id] === undefined ? {} : { expected: expected[id] }),
      },
      () => attackOnce(attack, scene),
    );
  }
  await context.step('what the attacker sends has arrived to the end', () => expectArrivals(context, system));
}

function refuseUnknown(ids: readonly string[]): void {
  const known = catalogue.map(({ id }) => id);
  for (const id of ids) {
    if (known.includes(id)) continue;
    throw new KnocklabError('input/unknown-attack', `there is no attack "${id}".${didYouMean(id, known)}`, {
      evidence: `attacks: ${known.join(', ')}`,
    });
  }
}

function whyInherent({ inherent }: Attack, system: GuardedSystem): string | undefined {
  if (inherent === undefined || inherent.where?.(system) === false) return undefined;
  return inherent.unlessOneTime === true && system.oneTime === true ? undefined : inherent.reason;
}

async function attackOnce(attack: Attack, scene: Scene): Promise<AttackResult> {
  const { system, forget } = scene;
  const reason = attack.notApplicable?.(system);
  if (reason !== undefined) return { outcome: 'not applicable', evidence: reason };
  await forget();
  const result = await attack.run(scene);
  if (result.outcome !== 'holds') return result;
  await forget();
  return (await letsIn(scene)) ? result : lockedOut(result);
}

const looks = 5;
const betweenLooksMs = 200;

/** The canary: the door that stayed shut is one that opens. A router that looks into packets, on a busy machine, needs a moment for it. */
async function letsIn({ system, openFor, openTo }: Scene): Promise<boolean> {
  await openFor(system.administrator);
  for (let look = 1; look <= looks; look++) {
    if ((await openTo(system.administrator)).length > 0) return true;
    await pause(betweenLooksMs);
  }
  return false;
}

function lockedOut({ evidence }: AttackResult): AttackResult {
  return { outcome: 'gives way', evidence: `${evidence}; but the administrator's knock no longer opens` };
}

function setScene(context: ScenarioContext<never>, system: GuardedSystem): Scene {
  const target = system.target ?? context.router;
  const { sequence = [], gapMs = 5, patienceMs = 25 } = system;
  const quick = { gap: gapMs, progress: false } as const;
  const knock = async (from: ScenarioHost): Promise<void> => {
    if (system.knockless !== true) await from.knock(target, sequence, quick);
  };
  return {
    context,
    system,
    quick,
    openTo: async (host) => (await host.look(target, system.guarded, { patienceMs })).open,
    openFor: system.open ?? knock,
    forget: system.reset ?? (() => resetRouter(context.router.api)),
  };
}

/** What is known to be wrong with a published system. */
export function givesWayTo(...attacks: readonly string[]): Readonly<Record<string, AttackOutcome>> {
  return Object.fromEntries(attacks.map((attack) => [attack, 'gives way']));
}

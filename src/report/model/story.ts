import type { EventOf, RuleRow, TraceEvent } from '../../trace/events.ts';
import { type Act, actsOf, hostOf } from '../timeline/act-text.ts';
import type { Axis } from '../timeline/axis.ts';
import { routerosMs } from '../timeline/clock-text.ts';
import type { Life } from '../timeline/list-lives.ts';
import { nodeNames } from '../timeline/node-names.ts';
import { ruleProperties, stops } from '../timeline/rule-properties.ts';
import type { Placed } from '../timeline/timeline.ts';
import { ruleCounters } from './rule-counters.ts';
import type { ScenarioModel } from './scenario.ts';

/** What a reader wants to know within a minute: the attack, what stopped it, when somebody heard of it. */
export interface Story {
  readonly attack?: Attack;
  /** Rules that kept packets away, most of them first. */
  readonly stopping: readonly StoppingRule[];
  /** Messages that reached the Bot API, delivered or refused. */
  readonly messages: number;
  /** The configuration would send messages. */
  readonly tells: boolean;
  /** The first entry on a list that a dropping rule looks at. */
  readonly caught?: Caught;
  readonly alert?: Alert;
}

interface Attack {
  readonly act: EventOf<'port-states' | 'knock'>;
  readonly address?: string;
  /** Open ports that it saw. */
  readonly open: number;
  readonly clock: number;
  /** The first later scan of the same target by the same host that found one of those ports shut. */
  readonly shutOut?: {
    readonly act: EventOf<'port-states'>;
    readonly ports: readonly number[];
    readonly state: string;
  };
}

interface StoppingRule {
  readonly rule: RuleRow;
  readonly packets: number;
}

interface Caught {
  readonly life: Life;
  readonly clock: number;
  /** The rule that put it there. */
  readonly rule?: RuleRow;
}

interface Alert {
  readonly event: EventOf<'telegram'>;
  readonly clock: number;
  /** Since the attacker was caught, or since the attack where nobody was. */
  readonly delayMs?: number;
  /** Messages of the same text, this one among them. */
  readonly same: number;
  readonly all: number;
  readonly refused: number;
}

export function storyOf(scenario: ScenarioModel, { lives, messages, axis }: Placed): Story {
  const { events } = scenario;
  const stopping = stoppingRules(events);
  const nameOf = nodeNames(scenario.lab);
  const caught = caughtBy(stopping, lives.toSorted(attackersFirst(nameOf)), events);
  const attack = attackOf(scenario, caught, axis);
  const alert = alertOf(messages, caught?.clock ?? attack?.clock);
  return {
    stopping,
    messages: messages.length,
    tells: messages.length > 0 || (scenario.start?.configurationText ?? '').includes('api.telegram.org'),
    ...(caught === undefined ? {} : { caught }),
    ...(attack === undefined ? {} : { attack }),
    ...(alert === undefined ? {} : { alert }),
  };
}

/** Others may be caught as well, by mistake or on purpose: the attacker is what the reader asks about. */
function attackersFirst(nameOf: (address: string) => string): (a: Life, b: Life) => number {
  const rank = ({ address }: Life): number => (nameOf(address) === 'attacker' ? 0 : 1);
  return (a, b) => rank(a) - rank(b);
}

function stoppingRules(events: readonly TraceEvent[]): StoppingRule[] {
  return ruleCounters(events)
    .map(({ rule, last }) => ({ rule, packets: last.packets }))
    .filter(({ rule, packets }) => stops(rule) && packets > 0)
    .sort((a, b) => b.packets - a.packets);
}

function caughtBy(
  stopping: readonly StoppingRule[],
  lives: readonly Life[],
  events: readonly TraceEvent[],
): Caught | undefined {
  const traps = new Set(stopping.map(({ rule }) => ruleProperties(rule)['src-address-list']));
  const life = lives.find(({ list }) => traps.has(list));
  const clock = life?.touches[0]?.clock;
  if (life === undefined || clock === undefined) return undefined;
  const rules = events.findLast((event) => event.type === 'rules')?.rules ?? [];
  const rule = rules.find((one) => {
    return (
      one.action === 'add-src-to-address-list' && ruleProperties(one)['address-list'] === life.list && one.packets > 0
    );
  });
  return { life, clock, ...(rule === undefined ? {} : { rule }) };
}

type Assault = EventOf<'port-states' | 'knock'>;

/** The act by which the attacker was caught; where nobody was, the first by a host of that name, or the first of all. */
function attackOf({ events, lab }: ScenarioModel, caught: Caught | undefined, axis: Axis): Attack | undefined {
  const acts = actsOf(events).filter((act): act is Assault => act.type === 'port-states' || act.type === 'knock');
  const addresses = new Map(
    lab?.nodes.flatMap(({ name, endpoints }) =>
      endpoints.map(({ address }) => [address?.split('/')[0], name] as const),
    ),
  );
  const culprit = caught === undefined ? undefined : addresses.get(caught.life.address);
  const byCulprit = acts.filter((act) => hostOf(act) === culprit);
  const act =
    byCulprit.find(({ at }) => axis.ofRun(at) >= (caught?.life.touches[0]?.u ?? 0)) ??
    acts.find((one) => hostOf(one) === 'attacker') ??
    acts[0];
  if (act === undefined) return undefined;
  const address = [...addresses].find(([, name]) => name === hostOf(act))?.[0];
  const open = act.type === 'port-states' ? act.ports.filter(({ state }) => state === 'open') : [];
  const shutOut = shutOutAfter(act, events);
  return {
    act,
    open: open.length,
    clock: axis.clockAt(axis.ofRun(act.at - act.durationMs)),
    ...(address === undefined ? {} : { address }),
    ...(shutOut === undefined ? {} : { shutOut }),
  };
}

function shutOutAfter(act: Act, events: readonly TraceEvent[]): Attack['shutOut'] {
  if (act.type !== 'port-states') return undefined;
  const open = new Set(act.ports.filter(({ state }) => state === 'open').map(({ port }) => port));
  for (const event of events) {
    const isLater = event.type === 'port-states' && event.at > act.at && event.from === act.from;
    if (!isLater || event.address !== act.address) continue;
    const shut = event.ports.filter(({ port, state }) => open.has(port) && state !== 'open');
    const [first] = shut;
    if (first !== undefined) return { act: event, ports: shut.map(({ port }) => port), state: first.state };
  }
  return undefined;
}

function alertOf(messages: Placed['messages'], since: number | undefined): Alert | undefined {
  const delivered = messages.filter(({ event }) => event.httpStatus >= 200 && event.httpStatus < 300);
  const first = delivered.find(({ event, clock }) => event.text !== undefined && tellsOf(event.text, clock, since));
  if (first === undefined) return undefined;
  const delay = since === undefined ? Number.NaN : first.clock - since;
  return {
    event: first.event,
    clock: first.clock,
    same: delivered.filter(({ event }) => event.text === first.event.text).length,
    all: delivered.length,
    refused: messages.length - delivered.length,
    ...(Number.isNaN(delay) ? {} : { delayMs: Math.max(0, delay) }),
  };
}

/** The clock is read in whole seconds, and a script takes its time. */
const toleranceMs = 5000;

/** A text that names a time tells of that time; any other of what came before it. */
function tellsOf(text: string, clock: number, since: number | undefined): boolean {
  if (since === undefined) return true;
  if (clock < since - 1000) return false;
  const told = /\d\d:\d\d:\d\d/.exec(text)?.[0];
  return told === undefined || Math.abs(routerosMs(told, since) - since) < toleranceMs;
}

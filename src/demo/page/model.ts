import type { AddressListRow, EventOf, PortState, RuleRow, Status, TraceEvent } from '../../trace/events.ts';

/** What the page shows of the present run: a pure function of the trace so far. */
export interface Model {
  readonly title: string;
  readonly about: string;
  readonly scenario: string;
  readonly startedAtMs: number;
  readonly lab: EventOf<'lab-up'> | undefined;
  readonly titles: readonly string[];
  readonly steps: readonly StepRow[];
  /** The last state that somebody found a port of the router in, by who looked. */
  readonly seen: ReadonlyMap<string, readonly PortState[]>;
  readonly lists: readonly (AddressListRow & { readonly endsAtMs: number | undefined })[];
  readonly rules: readonly (RuleRow & { readonly hits: number })[];
  readonly log: readonly { readonly time: string; readonly topics: string; readonly message: string }[];
  readonly messages: readonly { readonly text: string; readonly clock: string; readonly httpStatus: number }[];
  readonly acts: readonly string[];
  readonly findings: readonly { readonly name: string; readonly text: string }[];
  readonly verdict: Status | undefined;
  readonly error: string | undefined;
  /** The router's clock, in ms read as UTC, and when (ms since 1970) it stood there. */
  readonly clock: { readonly ms: number; readonly readAtMs: number } | undefined;
}

interface StepRow {
  readonly title: string;
  readonly status: Status | 'running';
  readonly expected: string | undefined;
  readonly observed: string | undefined;
}

export const emptyModel: Model = {
  title: '',
  about: '',
  scenario: '',
  startedAtMs: 0,
  lab: undefined,
  titles: [],
  steps: [],
  seen: new Map(),
  lists: [],
  rules: [],
  log: [],
  messages: [],
  acts: [],
  findings: [],
  verdict: undefined,
  error: undefined,
  clock: undefined,
};

const mostLogLines = 200;

/** The model after one more event. */
export function withEvent(model: Model, event: TraceEvent): Model {
  return { ...model, ...clockOf(model, event), ...changeOf(model, event) };
}

function clockOf({ startedAtMs }: Model, { clock, at }: TraceEvent): Partial<Model> {
  if (clock === undefined) return {};
  return { clock: { ms: Date.parse(`${clock}Z`), readAtMs: startedAtMs + at } };
}

function changeOf(model: Model, event: TraceEvent): Partial<Model> {
  switch (event.type) {
    case 'run-started':
      return { startedAtMs: Date.parse(event.startedAt) };
    case 'scenario-started':
      return { title: event.title, about: event.about ?? '', scenario: event.scenario ?? '' };
    case 'planned-steps':
      return { titles: event.titles };
    case 'lab-up':
      return { lab: event };
    case 'step-started':
      return stepStarted(model, event.title);
    case 'step-finished':
      return { steps: [...model.steps.slice(0, -1), finished(event)] };
    case 'port-states':
    case 'look':
      return event.target === 'router' ? { seen: withPorts(model.seen, event.from, event.ports) } : {};
    case 'address-lists':
      return { lists: event.entries.map((row) => ({ ...row, endsAtMs: endOf(row, event.clock) })) };
    case 'rules':
      return { rules: withHits(model.rules, event.rules) };
    case 'log':
      return { log: [...model.log, ...event.lines].slice(-mostLogLines) };
    case 'telegram':
      return event.text === undefined ? {} : { messages: [...model.messages, message(event)] };
    case 'by-hand':
      return { acts: [...model.acts, `${event.host}: ${event.text}`] };
    case 'finding':
      return { findings: [...model.findings, { name: event.name, text: event.text }] };
    case 'scenario-finished':
      return { verdict: event.status, error: event.error?.message };
    default:
      return {};
  }
}

function stepStarted({ steps, titles }: Model, title: string): Partial<Model> {
  const known = titles[steps.length] === title ? titles : [...titles.slice(0, steps.length), title];
  return { titles: known, steps: [...steps, { title, status: 'running', expected: undefined, observed: undefined }] };
}

function finished({ title, status, expected, observed }: EventOf<'step-finished'>): StepRow {
  return { title, status, expected, observed };
}

function message({ text = '', clock = '', httpStatus }: EventOf<'telegram'>): Model['messages'][number] {
  return { text, clock, httpStatus };
}

/** The latest look at a port is what counts; services stay in the order of their numbers. */
function withPorts(seen: Model['seen'], from: string, ports: readonly PortState[]): Model['seen'] {
  const merged = new Map((seen.get(from) ?? []).map((one) => [`${one.port}/${one.protocol}`, one]));
  for (const one of ports) merged.set(`${one.port}/${one.protocol}`, one);
  const all = [...merged.values()].toSorted((a, b) => a.port - b.port);
  return new Map([...seen, [from, all]]);
}

/** `59m29s` from the clock at which it was read. */
function endOf({ timeout }: AddressListRow, clock: string | undefined): number | undefined {
  if (timeout === undefined || clock === undefined) return undefined;
  return Date.parse(`${clock}Z`) + durationMs(timeout);
}

const unitMs: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

/** As RouterOS writes durations: `1d2h3m4s`, `00:01:00`. */
function durationMs(text: string): number {
  const colons = /^(?:(\d+)d)?(\d+):(\d+):(\d+)$/.exec(text);
  if (colons !== null) {
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = colons.slice(1).map((part) => Number(part ?? 0));
    return ((days * 24 + hours) * 3600 + minutes * 60 + seconds) * 1000;
  }
  return [...text.matchAll(/(\d+)(ms|[wdhms])/g)].reduce(
    (sum, [, n, unit = '']) => sum + Number(n) * (unitMs[unit] ?? 0),
    0,
  );
}

function withHits(before: Model['rules'], rules: readonly RuleRow[]): Model['rules'] {
  const known = new Map(before.map((rule) => [`${rule.table} ${rule.id}`, rule.packets]));
  return rules.map((rule) => ({
    ...rule,
    hits: rule.packets - (known.get(`${rule.table} ${rule.id}`) ?? rule.packets),
  }));
}

/** The router's time at a moment of ours. */
export function routerTime({ clock }: Model, nowMs: number): number | undefined {
  return clock === undefined ? undefined : clock.ms + Math.max(0, nowMs - clock.readAtMs);
}

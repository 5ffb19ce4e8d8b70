import type { Act } from './draft.ts';
import type { SiteHost } from './site-hosts.ts';
import type { Step } from './steady-steps.ts';
import type { TelegramUse } from './telegram-use.ts';

type Scan = Extract<Act, { do: 'scan' }>;

interface ScenarioParts {
  /** What the router is called. */
  readonly name: string;
  readonly topology: string;
  readonly configuration: string;
  readonly ros: '6.49' | '7';
  readonly hosts: readonly SiteHost[];
  readonly steps: readonly Step[];
  readonly telegram: TelegramUse | undefined;
}

/** The first scenario of a configuration: what it does today, for a person to confirm and for CI to hold. */
export function scenarioText({ name, topology, configuration, ros, hosts, steps, telegram }: ScenarioParts): string {
  const strangers = hosts.filter(({ role }) => role === 'stranger').map((host) => host.name);
  return [
    `scenario: ${quoted(`What ${name} promises`)}`,
    'about: >-',
    '  Written by knocklab init: what the configuration does in the lab today. Read it: each line that you did not mean is a finding.',
    `topology: ${topology}`,
    `router: ${configuration}`,
    `ros: '${ros}'`,
    ...(telegram === undefined
      ? []
      : [`telegram: { token: ${quoted(telegram.token)}, chats: [${telegram.chats.map(quoted).join(', ')}] }`]),
    'steps:',
    ...steps.flatMap((step) => stepLines(step, strangers)),
    '',
  ].join('\n');
}

function stepLines(step: Step, strangers: readonly string[]): string[] {
  const { act, seen } = step;
  const title = `  - title: ${quoted(titleOf(step))}`;
  if (act.do === 'advance') return [`  - advance: ${act.duration}`];
  if (act.do === 'serve') return [`  - serve: { on: ${act.on}, port: ${act.port} }`];
  if (act.do === 'knock')
    return [title, `    knock: { from: ${act.from}, to: ${act.to}, sequence: [${act.sequence.join(', ')}] }`];
  if (act.do === 'ping')
    return [title, `    ping: { from: ${act.from}, to: ${targetOf(act)}, expect: ${seen.outcome} }`];
  if (act.do === 'connect')
    return [title, `    connect: { from: ${act.from}, to: ${act.to}, port: ${act.port}, expect: ${seen.outcome} }`];
  const open = portsIn(seen.states, 'open');
  const warning =
    strangers.includes(act.from) && open.length > 0 ? ['  # Open to the whole world: is it meant to be?'] : [];
  return [...warning, title, `    scan: ${scanText(act, seen.states ?? {})}`];
}

const targetOf = ({ to, six }: { to: string; six?: string }): string => (six === undefined ? to : `'${six}'`);

function titleOf({ title, seen: { outcome } }: Step): string {
  return outcome === undefined ? title : `${title}: ${outcome}`;
}

function scanText({ control, ...act }: Scan, states: Readonly<Record<number, string>>): string {
  const ports = Object.keys(states).map(Number);
  const kinds = (['open', 'closed', 'filtered'] as const).flatMap((state) => {
    const own = portsIn(states, state);
    return own.length === 0 ? [] : [`${state}: [${own.join(', ')}]`];
  });
  const answers = control === undefined ? '' : `, control: ${control}`;
  return `{ from: ${act.from}, to: ${targetOf(act)}, tcp: [${ports.join(', ')}], ${kinds.join(', ')}${answers} }`;
}

const portsIn = (states: Readonly<Record<number, string>> = {}, wanted: string): string[] =>
  Object.entries(states).flatMap(([port, state]) => (state === wanted ? [port] : []));

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

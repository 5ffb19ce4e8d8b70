import { parseScript } from '../../routeros/parser.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import { nothing } from '../../routeros/value.ts';
import { duration } from '../menu/duration-types.ts';
import type { Item, MenuSpec } from '../menu/menu-spec.ts';
import type { PropertyType } from '../menu/property-type.ts';
import { boolean, commaList, integer, oneOf, text, word } from '../menu/property-type.ts';
import { dateText, dateTimeText, parseDate, parseTimeOfDay, timeText } from '../time/date-text.ts';
import type { Twin } from '../twin.ts';
import type { RosVersion } from '../version.ts';

const policies = commaList(
  oneOf(
    'ftp',
    'reboot',
    'read',
    'write',
    'policy',
    'test',
    'password',
    'sniff',
    'sensitive',
    'romon',
    'dude',
    'local',
    'telnet',
    'ssh',
    'winbox',
    'web',
    'api',
    'rest-api',
  ),
);
const allPolicies = 'ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon';

export function scripts(twin: Twin): MenuSpec {
  return {
    path: 'system script',
    kind: 'list',
    key: 'name',
    layout: 'block',
    exportRank: 101,
    flags: [[{ letter: 'I', name: 'invalid' }]],
    properties: {
      name: { type: text, required: true },
      owner: { type: text },
      policy: { type: policies, default: allPolicies },
      'dont-require-permissions': { type: boolean, default: 'no' },
      'last-started': { type: word, readonly: true },
      'run-count': { type: integer(0, Number.MAX_SAFE_INTEGER), readonly: true },
      source: { type: text, default: '' },
      comment: { type: text },
    },
    complete: (props) => ({ ...props, owner: props['owner'] ?? 'admin' }),
    check: ({ name }, before) => {
      const taken = twin.menus
        .get('system script')
        .items.some((item) => item.id !== before?.id && item.props['name'] === name);
      if (taken)
        throw new RouterosError('failure: item with such name already exists', { category: trapCategories.general });
    },
    invalid: brokenScripts(twin),
    computed: (item) => {
      const { count, lastStartedMs } = twin.scripts.runsOf(item.id);
      const started = lastStartedMs === undefined ? {} : { 'last-started': dateTimeText(lastStartedMs, twin.version) };
      return { 'run-count': String(count), ...started };
    },
    actions: {
      run: {
        params: ['number', 'use-script-permissions'],
        positional: ['number'],
        switches: ['use-script-permissions'],
        run: async ({ args, print, user, activity, signal, session, policies }) => {
          const context = { user, activity, session, policies, print, signal };
          const own = args.has('use-script-permissions');
          await twin.scripts.run(toPropertyText(args.get('number') ?? nothing), context, { own });
          return nothing;
        },
      },
    },
  };
}

/** `I`: a source that does not parse; no reason stands with it. */
function brokenScripts({ version }: Twin): (item: Item) => string | undefined {
  const dialect = version.major === 6 ? '6.49' : '7';
  const known = new WeakMap<Item, boolean>();
  return (item) => {
    const isBroken = known.get(item) ?? !parses(item.props['source'] ?? '', dialect);
    known.set(item, isBroken);
    return isBroken ? '' : undefined;
  };
}

function parses(text: string, dialect: '6.49' | '7'): boolean {
  try {
    parseScript({ name: 'script', text }, { dialect });
    return true;
  } catch (error) {
    if (error instanceof RouterosError) return false;
    throw error;
  }
}

/** `startup`, or a time of day. */
const startTime = {
  parse: (given: string): string | undefined => {
    if (given === 'startup') return given;
    const ms = parseTimeOfDay(given);
    return ms === undefined ? undefined : timeText(ms);
  },
};
/** Taken in either form, kept in the one of the release. */
const startDate = (version: RosVersion): PropertyType => ({
  parse: (given) => {
    const ms = parseDate(given);
    return ms === undefined ? undefined : dateText(ms, version);
  },
});

export function scheduler(twin: Twin): MenuSpec {
  return {
    path: 'system scheduler',
    kind: 'list',
    key: 'name',
    columns: ['name', 'start-date', 'start-time', 'interval', 'on-event', 'run-count'],
    flags: [[{ letter: 'X', name: 'disabled' }]],
    touches: ['scheduler'],
    properties: {
      name: { type: text },
      'start-date': { type: startDate(twin.version) },
      'start-time': { type: startTime },
      interval: { type: duration, default: '0s' },
      'on-event': { type: text, default: '' },
      owner: { type: text },
      policy: { type: policies, default: allPolicies },
      'run-count': { type: integer(0, Number.MAX_SAFE_INTEGER), readonly: true },
      'next-run': { type: word, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    // Start is the moment of creation unless said (language-facts 10).
    complete: (props) => ({
      ...props,
      name: props['name'] ?? `schedule${twin.menus.get('system scheduler').items.length + 1}`,
      owner: props['owner'] ?? 'admin',
      'start-date': props['start-date'] ?? dateText(twin.clock.wallMs, twin.version),
      'start-time': props['start-time'] ?? twin.timeNow(),
    }),
    computed: (item) => {
      const { count, nextRunMs } = twin.scheduler.stateOf(item.id);
      return {
        'run-count': String(count),
        ...(nextRunMs === undefined ? {} : { 'next-run': dateTimeText(twin.clock.wallAt(nextRunMs), twin.version) }),
      };
    },
    check: ({ name }, before) => {
      const taken = twin.menus
        .get('system scheduler')
        .items.some((item) => item.id !== before?.id && item.props['name'] === name);
      if (taken)
        throw new RouterosError('failure: item with such name already exists', { category: trapCategories.general });
    },
  };
}

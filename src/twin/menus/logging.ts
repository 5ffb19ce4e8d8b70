import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toText } from '../../routeros/to-text.ts';
import { nothing, str } from '../../routeros/value.ts';
import { syslogFacilities, syslogSeverities } from '../logging/syslog-sender.ts';
import type { ActionSpec, MenuSpec, Props, Row } from '../menu/menu-spec.ts';
import { boolean, commaList, integer, oneOf, text, word } from '../menu/property-type.ts';
import { logTimeText } from '../time/date-text.ts';
import type { Twin } from '../twin.ts';
import { nameReference } from './references.ts';

const levels = ['debug', 'error', 'info', 'warning'] as const;

/** `:log info "…"` and `/log info message="…"` write `script,info` (firewall-facts 3.2). */
function logAction(twin: Twin, level: (typeof levels)[number]): ActionSpec {
  return {
    params: ['message'],
    positional: ['message'],
    run: async ({ args }) => {
      twin.log.write(['script', level], toText(args.get('message') ?? nothing));
      return nothing;
    },
  };
}

export function log(twin: Twin): MenuSpec {
  return {
    path: 'log',
    kind: 'list',
    fixed: true,
    noSet: true,
    neverExported: true,
    columns: ['time', 'topics', 'message'],
    properties: {
      time: { type: word, readonly: true },
      topics: { type: word, readonly: true },
      message: { type: word, readonly: true },
      buffer: { type: word, readonly: true },
    },
    // Packets that rules have logged by now are in the log: whoever reads it sees them.
    refresh: () => twin.flushLog(),
    dynamicRows: () => {
      const now = twin.clock.wallMs;
      return twin.log.entries.map(
        (entry): Row => ({
          id: entry.id,
          dynamic: false,
          props: {
            time: logTimeText(entry.wallMs, now, twin.version),
            topics: entry.topics.join(','),
            message: entry.message,
            buffer: entry.buffer,
          },
        }),
      );
    },
    actions: Object.fromEntries(levels.map((level) => [level, logAction(twin, level)])),
  };
}

/** Topics as the manual lists them; `!` in front means "not this one". */
const topic = { parse: (given: string): string | undefined => (/^!?[a-z0-9-]+$/.test(given) ? given : undefined) };

export function logging(twin: Twin): MenuSpec {
  return {
    path: 'system logging',
    kind: 'list',
    columns: ['topics', 'action', 'prefix'],
    flags: [
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'I', name: 'invalid' },
      ],
      [{ letter: '*', name: 'default' }],
    ],
    touches: ['logging'],
    initial: [
      { topics: 'info', action: 'memory', default: 'yes' },
      { topics: 'error', action: 'memory', default: 'yes' },
      { topics: 'warning', action: 'memory', default: 'yes' },
      { topics: 'critical', action: 'echo', default: 'yes' },
    ],
    exportAs: (item) => String(Number.parseInt(item.id.slice(1), 16) - 1),
    properties: {
      topics: { type: commaList(topic), default: 'info' },
      action: { type: nameReference(twin, 'system logging action'), default: 'memory' },
      prefix: { type: text, default: '' },
      default: { type: boolean, readonly: true },
      disabled: { type: boolean, default: 'no' },
    },
  };
}

// What each kind is delivered with (community.routeros).
const builtin: readonly Props[] = [
  { name: 'memory', target: 'memory', 'memory-lines': '1000', 'memory-stop-on-full': 'no' },
  {
    name: 'disk',
    target: 'disk',
    'disk-file-name': 'log',
    'disk-lines-per-file': '1000',
    'disk-file-count': '2',
    'disk-stop-on-full': 'no',
  },
  { name: 'echo', target: 'echo', remember: 'yes' },
  {
    name: 'remote',
    target: 'remote',
    remote: '0.0.0.0',
    'remote-port': '514',
    'src-address': '0.0.0.0',
    'bsd-syslog': 'no',
    'syslog-time-format': 'bsd-syslog',
    'syslog-facility': 'daemon',
    'syslog-severity': 'auto',
  },
];

const facilities = [...syslogFacilities, ...Array.from({ length: 8 }, (_, number) => `local${number}`)];

export function loggingActions(twin: Twin): MenuSpec {
  return {
    path: 'system logging action',
    kind: 'list',
    key: 'name',
    exportRank: 40,
    columns: ['name', 'target', 'remote'],
    touches: ['logging'],
    initial: builtin,
    exportAs: (item) => String(Number.parseInt(item.id.slice(1), 16) - 1),
    properties: {
      name: { type: text, required: true },
      target: { type: oneOf('memory', 'disk', 'echo', 'remote', 'email'), required: true },
      'memory-lines': { type: integer(1, 65_535) },
      'memory-stop-on-full': { type: boolean },
      remote: { type: word },
      'remote-port': { type: integer(0, 65_535) },
      'remote-protocol': { type: oneOf('udp', 'tcp'), inert: true },
      'remote-log-format': { type: oneOf('default', 'syslog', 'cef') },
      'src-address': { type: word },
      vrf: { type: word, inert: true },
      'bsd-syslog': { type: boolean },
      'syslog-time-format': { type: oneOf('bsd-syslog', 'iso8601') },
      'syslog-facility': { type: oneOf(...facilities) },
      'syslog-severity': { type: oneOf('auto', ...syslogSeverities) },
      'cef-event-delimiter': { type: text, inert: true },
      'disk-file-name': { type: text },
      'disk-lines-per-file': { type: integer(1, 65_535) },
      'disk-file-count': { type: integer(1, 65_535) },
      'disk-stop-on-full': { type: boolean, inert: true },
      remember: { type: boolean, inert: true },
      'email-to': { type: text },
      'email-start-tls': { type: word, inert: true },
    },
    check: ({ name }, before) => {
      const taken = twin.menus
        .get('system logging action')
        .items.some((item) => item.id !== before?.id && item.props['name'] === name);
      if (taken)
        throw new RouterosError('failure: action with such name already exists', { category: trapCategories.general });
    },
    // At once, not with the rest of the line: to set 1 and back is how the log is emptied.
    afterSet: () => twin.logTargets.enact(),
    actions: {
      // From 7.20 (firewall-facts 3.2); before, users set memory-lines to 1 and back.
      clear: {
        params: ['action'],
        positional: ['action'],
        run: async ({ args }) => {
          twin.log.clear(toText(args.get('action') ?? str('memory')));
          return nothing;
        },
      },
    },
  };
}

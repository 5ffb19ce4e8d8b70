import { ipAddress } from '../menu/address-types.ts';
import { duration } from '../menu/duration-types.ts';
import type { MenuSpec } from '../menu/menu-spec.ts';
import type { Properties, PropertyType } from '../menu/property-type.ts';
import { boolean, integer, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';

const hostName: PropertyType = { parse: (given) => (/^[\w.:%@-]+$/.test(given) ? given : undefined) };

const percent: PropertyType = {
  parse: (given) => (/^(?:100|\d{1,2})%?$/.test(given) ? `${Number.parseInt(given, 10)}%` : undefined),
};

const codes: PropertyType = {
  parse: (given) => (/^[1-5]\d\d(?:-[1-5]\d\d)?(?:,[1-5]\d\d(?:-[1-5]\d\d)?)*$/.test(given) ? given : undefined),
};

/** `15`, `15ms`: a bare number is microseconds. */
const shortTime: PropertyType = {
  ...duration,
  parse: (given) => duration.parse(/^\d+$/.test(given) ? `${given}us` : given),
};

const readonly = { type: word, readonly: true } as const;

const figures = [
  'done-tests',
  'failed-tests',
  'sent-count',
  'response-count',
  'loss-count',
  'loss-percent',
  'rtt-avg',
  'rtt-min',
  'rtt-max',
  'rtt-jitter',
  'rtt-stdev',
  'tcp-connect-time',
  'http-status-code',
  'http-resp-time',
  'ip',
  'ip6',
  'mail-servers',
  'name-servers',
];

const since7: Properties = {
  name: { type: text },
  type: { type: oneOf('simple', 'icmp', 'tcp-conn', 'http-get', 'https-get', 'dns'), default: 'simple' },
  port: { type: integer(0, 65_535) },
  'src-address': { type: ipAddress },
  'start-delay': { type: duration },
  'startup-delay': { type: duration },
  'ignore-initial-up': { type: boolean },
  'ignore-initial-down': { type: boolean },
  'packet-count': { type: integer(1, 10_000) },
  'packet-interval': { type: duration },
  'packet-size': { type: integer(28, 65_535) },
  ttl: { type: integer(1, 255) },
  'accept-icmp-time-exceeded': { type: boolean },
  // The outcome is the same; it is known a little earlier.
  'early-success-detection': { type: boolean, inert: true },
  'early-failure-detection': { type: boolean, inert: true },
  'thr-max': { type: duration },
  'thr-avg': { type: duration },
  'thr-stdev': { type: duration },
  'thr-jitter': { type: duration },
  'thr-loss-percent': { type: percent },
  'thr-loss-count': { type: integer(0, 4_294_967_295) },
  'thr-tcp-conn-time': { type: shortTime },
  'thr-http-time': { type: duration },
  'http-codes': { type: codes },
  certificate: { type: word, inert: true },
  'check-certificate': { type: boolean },
  'record-type': { type: oneOf('A', 'AAAA', 'MX', 'NS') },
  'dns-server': { type: ipAddress },
  'test-script': { type: text },
  ...Object.fromEntries(figures.map((name) => [name, readonly])),
};

/** `/tool netwatch` */
export function netwatch(twin: Twin): MenuSpec {
  const { netwatch: watch } = twin;
  return {
    path: 'tool netwatch',
    differs: 'an answer is waited for in real time; global variables of its scripts are seen by other scripts',
    kind: 'list',
    flags: [[{ letter: 'X', name: 'disabled' }]],
    columns: ['host', 'timeout', 'interval', 'status', 'since'],
    properties: {
      host: { type: hostName, required: true },
      interval: { type: duration, default: watch.defaultInterval },
      timeout: { type: duration, default: twin.version.major === 6 ? '1s' : '3s' },
      'up-script': { type: text },
      'down-script': { type: text },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
      ...(twin.version.major === 6 ? {} : since7),
      status: readonly,
      since: readonly,
    },
    computed: ({ id }) => watch.stateOf(id),
    afterAdd: (item) => watch.follow(item),
    afterSet: (item) => watch.follow(item),
    afterRemove: (item) => watch.forget(item),
  };
}

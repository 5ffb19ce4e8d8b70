import { ipAddress } from '../menu/address-types.ts';
import { duration } from '../menu/duration-types.ts';
import type { MenuSpec } from '../menu/menu-spec.ts';
import type { Properties, PropertyType } from '../menu/property-type.ts';
import { boolean, integer, oneOf, text, word } from '../menu/property-type.ts';
import { Netwatch } from '../tools/netwatch.ts';
import type { Twin } from '../twin.ts';

const hostName: PropertyType = { parse: (given) => (/^[\w.:%-]+$/.test(given) ? given : undefined) };

const since7: Properties = {
  name: { type: text },
  type: { type: oneOf('simple', 'icmp', 'tcp-conn'), default: 'simple' },
  port: { type: integer(0, 65_535) },
  'src-address': { type: ipAddress },
  'test-script': { type: text },
  'done-tests': { type: word, readonly: true },
  'failed-tests': { type: word, readonly: true },
};

export function netwatch(twin: Twin): MenuSpec {
  const watch = new Netwatch(twin);
  return {
    path: 'tool netwatch',
    differs: 'types icmp, simple and tcp-conn; an answer is waited for one second of real time',
    kind: 'list',
    flags: [[{ letter: 'X', name: 'disabled' }]],
    columns: ['host', 'timeout', 'interval', 'status', 'since'],
    properties: {
      host: { type: hostName, required: true },
      interval: { type: duration, default: watch.defaultInterval },
      // An answer is waited for as long as a second, whatever it says.
      timeout: { type: duration, default: twin.version.major === 6 ? '1s' : '3s', inert: true },
      'up-script': { type: text },
      'down-script': { type: text },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
      ...(twin.version.major === 6 ? {} : since7),
      status: { type: word, readonly: true },
      since: { type: word, readonly: true },
    },
    computed: ({ id }) => watch.stateOf(id),
    afterAdd: (item) => watch.follow(item),
    afterSet: (item) => watch.follow(item),
    afterRemove: (item) => watch.forget(item),
  };
}

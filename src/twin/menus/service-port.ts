import type { MenuSpec, Props } from '../menu/menu-spec.ts';
import { boolean, commaList, integer, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';

/** Helpers of connection tracking, with the ports they listen on (community.routeros and the manual agree). */
const helpers = (major: number): readonly Props[] => [
  { name: 'ftp', ports: '21' },
  { name: 'tftp', ports: '69' },
  { name: 'irc', ports: '6667', ...(major >= 7 ? { disabled: 'yes' } : {}) },
  { name: 'h323' },
  { name: 'sip', ports: '5060,5061' },
  { name: 'pptp' },
  ...(major >= 7 ? [{ name: 'rtsp', ports: '554', disabled: 'yes' }] : []),
  { name: 'udplite' },
  { name: 'dccp' },
  { name: 'sctp' },
];

/** `/ip firewall service-port`: which connections are followed into their data. */
export function servicePorts(twin: Twin): MenuSpec {
  return {
    path: 'ip firewall service-port',
    differs:
      'udplite, dccp and sctp are tracked in any case; an entry is invalid when the kernel has no such helper (rtsp: hardly any has); h323 and pptp have their usual ports; through NAT a stock kernel also needs nf_nat_ftp and its like, which it does not load by itself',
    kind: 'list',
    key: 'name',
    fixed: true,
    columns: ['name', 'ports'],
    flags: [
      [
        { letter: 'X', name: 'disabled' },
        { letter: 'I', name: 'invalid' },
      ],
    ],
    touches: ['firewall'],
    exportAs: ({ props }) => props['name'] ?? '',
    initial: helpers(twin.version.major),
    properties: {
      name: { type: word, readonly: true },
      ports: { type: commaList(integer(1, 65_535)) },
      disabled: { type: boolean, default: 'no' },
      'sip-direct-media': { type: boolean, inert: true },
      'sip-timeout': { type: text, inert: true },
    },
    invalid: (item) => (twin.firewall.servicePorts.isMissing(item) ? 'the kernel has no such helper' : undefined),
  };
}

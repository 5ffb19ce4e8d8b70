import type { MenuSpec, Props } from '../menu/menu-spec.ts';
import { boolean, text, word } from '../menu/property-type.ts';
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

/** `/ip firewall service-port`: kept; the twin's kernel follows no connection into its data. */
export function servicePorts({ version }: Twin): MenuSpec {
  return {
    path: 'ip firewall service-port',
    differs: 'no helper follows a connection into its data',
    kind: 'list',
    key: 'name',
    fixed: true,
    columns: ['name', 'ports'],
    flags: [[{ letter: 'X', name: 'disabled' }]],
    exportAs: ({ props }) => props['name'] ?? '',
    initial: helpers(version.major),
    properties: {
      name: { type: word, readonly: true },
      ports: { type: word, inert: true },
      disabled: { type: boolean, default: 'no', inert: true },
      'sip-direct-media': { type: boolean, inert: true },
      'sip-timeout': { type: text, inert: true },
    },
  };
}

import { toText } from '../../routeros/to-text.ts';
import { nothing } from '../../routeros/value.ts';
import type { MenuSpec } from '../menu/menu-spec.ts';
import type { Properties } from '../menu/property-type.ts';
import { boolean, integer, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';

/** v7 calls `server` and `tls` what 6 called `address` and `start-tls`; each takes the other's name. */
function settingsOf(major: number): Properties {
  const tls = { type: oneOf('no', 'yes', 'starttls', 'tls-only') };
  return {
    address: major === 6 ? { type: word, default: '0.0.0.0' } : { type: word },
    server: major === 6 ? { type: word } : { type: word, default: '0.0.0.0' },
    port: { type: integer(1, 65_535), default: '25' },
    'start-tls': major === 6 ? { ...tls, default: 'no' } : tls,
    tls: major === 6 ? tls : { ...tls, default: 'no' },
    'certificate-verification': { type: boolean },
    from: { type: text, default: '<>' },
    user: { type: text, default: '' },
    password: { type: text, default: '', sensitive: true },
    vrf: { type: word, inert: true },
    'last-status': { type: word, readonly: true },
    'last-address': { type: word, readonly: true },
  };
}

const sent = ['to', 'cc', 'subject', 'body', 'file'];
const overriding = ['server', 'address', 'port', 'start-tls', 'tls', 'from', 'user', 'password'];

/** `/tool e-mail` */
export function eMail(twin: Twin): MenuSpec {
  return {
    path: 'tool e-mail',
    differs: 'waits five seconds for a server',
    kind: 'settings',
    properties: settingsOf(twin.version.major),
    computed: () => ({ 'last-status': twin.mail.status }),
    actions: {
      send: {
        params: [...sent, ...overriding],
        positional: ['to'],
        run: async ({ args }) => {
          const of = (name: string): string => toText(args.get(name) ?? nothing);
          const given = overriding.filter((name) => args.has(name)).map((name) => [name, of(name)]);
          await twin.mail.send({
            to: of('to'),
            cc: args.has('cc') ? of('cc') : undefined,
            subject: of('subject'),
            body: of('body'),
            files: of('file')
              .split(/[,;]/)
              .filter((name) => name !== ''),
            given: Object.fromEntries(given),
          });
          return nothing;
        },
      },
    },
  };
}

import { textOfBytes } from '../../routeros/byte-text.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import { nothing } from '../../routeros/value.ts';
import { readPublicKey } from '../accounts/public-key.ts';
import type { ActionSpec, MenuSpec } from '../menu/menu-spec.ts';
import { boolean, commaList, integer, oneOf, reference, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { isAtLeast } from '../version.ts';

/** `/ip ssh`: what is offered, and whether a password still counts for a user who has a key (MikroTik's manual, "SSH"). */
export function sshServer(twin: Twin): MenuSpec {
  const { version } = twin;
  return {
    path: 'ip ssh',
    kind: 'settings',
    properties: {
      ...(isAtLeast(version, 7, 17)
        ? {
            ciphers: {
              type: commaList(oneOf('aes-gcm', 'aes-ctr', 'aes-cbc', '3des-cbc', 'null', 'auto')),
              default: 'auto',
              inert: true,
            },
          }
        : { 'allow-none-crypto': { type: boolean, default: 'no', inert: true } }),
      ...(isAtLeast(version, 7, 21)
        ? { 'password-authentication': { type: oneOf('yes', 'no', 'yes-if-no-key'), default: 'yes-if-no-key' } }
        : { 'always-allow-password-login': { type: boolean, default: 'no' } }),
      'forwarding-enabled': { type: oneOf('no', 'local', 'remote', 'both'), default: 'no' },
      'host-key-size': { type: oneOf('1024', '1536', '2048', '4096', '8192'), default: '2048' },
      ...(isAtLeast(version, 7, 9) ? { 'host-key-type': { type: oneOf('rsa', 'ed25519'), default: 'rsa' } } : {}),
      'strong-crypto': { type: boolean, default: 'no' },
    },
    actions: {
      'regenerate-host-key': {
        params: [],
        run: async () => {
          twin.hostKeys.forget();
          return nothing;
        },
      },
    },
  };
}

/** `/user ssh-keys`: by which a user may log in without a password. */
export function sshKeys(twin: Twin): MenuSpec {
  const isMajor6 = twin.version.major === 6;
  const owner = isMajor6 ? 'key-owner' : 'info';
  return {
    path: 'user ssh-keys',
    kind: 'list',
    neverExported: true,
    columns: isMajor6 ? ['user', 'bits', owner] : ['user', 'key-type', 'bits', owner],
    properties: {
      user: { type: reference({ menu: 'user', names: () => twin.menus.names('user') }), required: true },
      'key-type': { type: oneOf('rsa', 'ed25519'), readonly: true },
      bits: { type: integer(1, 16_384), readonly: true },
      [owner]: { type: text },
      key: { type: word, writeOnly: true },
      comment: { type: text },
    },
    complete: ({ key = '', ...props }) => {
      const known = readPublicKey(/^[A-Za-z0-9+/=]+$/.test(key) ? `ssh-rsa ${key}` : key);
      if (known === undefined || (isMajor6 && known.type !== 'rsa')) throw wrongKey();
      const { type, bits, blob, comment } = known;
      return { ...props, key: blob, 'key-type': type, bits: String(bits), [owner]: props[owner] ?? comment };
    },
    noSet: true,
    actions: { import: importKey(twin, owner) },
  };
}

const wrongKey = (): RouterosError =>
  new RouterosError('unable to load key file (wrong format or bad passphrase)!', { category: trapCategories.general });

/** The file goes once its key is known. */
function importKey(twin: Twin, owner: string): ActionSpec {
  return {
    params: ['public-key-file', 'user', ...(owner === 'info' ? ['info'] : [])],
    run: async ({ args }) => {
      const given = (name: string): string => toPropertyText(args.get(name) ?? nothing);
      const [path, user, info] = [given('public-key-file'), given('user'), given('info')];
      const file = twin.files.find(path);
      if (file === undefined || file.isDirectory)
        throw new RouterosError('input does not match any value of public-key-file', {
          category: trapCategories.argument,
        });
      const key = textOfBytes(file.bytes);
      if (readPublicKey(key) === undefined) throw wrongKey();
      await twin.menus.get('user ssh-keys').add({ user, key, ...(info === '' ? {} : { [owner]: info }) });
      twin.files.remove(path);
      return nothing;
    },
  };
}

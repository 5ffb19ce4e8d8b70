import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { certificateActions } from '../certificates/certificate-actions.ts';
import { certificateProps } from '../certificates/certificate-details.ts';
import { defaultUsage } from '../certificates/certificate-template.ts';
import type { FlagPlaces, MenuSpec } from '../menu/menu-spec.ts';
import type { PropertySpec } from '../menu/property-type.ts';
import { boolean, commaList, integer, oneOf, text, word } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';

const flags: FlagPlaces = [
  ['K', 'private-key'],
  ['L', 'crl'],
  ['C', 'smart-card-key'],
  ['A', 'authority'],
  ['I', 'issued'],
  ['R', 'revoked'],
  ['E', 'expired'],
  ['T', 'trusted'],
].map(([letter = '', name = '']) => [{ letter, name }]);

const usages = [
  'digital-signature',
  'content-commitment',
  'key-encipherment',
  'data-encipherment',
  'key-agreement',
  'key-cert-sign',
  'crl-sign',
  'encipher-only',
  'decipher-only',
  'tls-server',
  'tls-client',
  'code-sign',
  'email-protect',
  'timestamp',
  'ocsp-sign',
] as const;

const shown: PropertySpec = { type: word, readonly: true };
const flagged: PropertySpec = { type: boolean, readonly: true };

/** `/certificate`: templates, and what has been signed or imported. Keys are no part of an export. */
export function certificates(twin: Twin): MenuSpec {
  const kept = twin.certificates;
  return {
    path: 'certificate',
    differs: 'no PKCS#12 export, SCEP, ACME or revocation lists',
    kind: 'list',
    key: 'name',
    layout: 'table',
    columns: ['name', 'common-name', 'subject-alt-name', 'fingerprint'],
    flags,
    neverExported: true,
    touches: ['services'],
    properties: {
      name: { type: text, required: true },
      country: { type: text },
      state: { type: text },
      locality: { type: text },
      organization: { type: text },
      unit: { type: text },
      'common-name': { type: text },
      'subject-alt-name': { type: text },
      'key-type': shown,
      'key-size': {
        type: oneOf('1024', '1536', '2048', '4096', '8192', 'prime256v1', 'secp384r1', 'secp521r1'),
        default: '2048',
      },
      'days-valid': { type: integer(1, 36_500), default: '365' },
      'key-usage': { type: commaList(oneOf(...usages)), default: defaultUsage },
      trusted: { type: boolean, default: 'no' },
      'digest-algorithm': shown,
      'serial-number': shown,
      fingerprint: shown,
      issuer: shown,
      'invalid-before': shown,
      'invalid-after': shown,
      'private-key': flagged,
      authority: flagged,
      issued: flagged,
      revoked: flagged,
      expired: flagged,
    },
    computed: ({ id }) => {
      const held = kept.of(id);
      return held === undefined ? {} : certificateProps(held, twin.clock.wallMs, twin.version);
    },
    check: ({ name }, before) => {
      const others = twin.menus.get('certificate').items.filter(({ id }) => id !== before?.id);
      if (others.some(({ props }) => props['name'] === name))
        throw new RouterosError('failure: certificate with the same name already exists', {
          category: trapCategories.general,
        });
    },
    afterRemove: ({ id }) => kept.forget(id),
    actions: certificateActions(twin),
  };
}

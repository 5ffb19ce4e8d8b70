import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import type { Props } from '../menu/menu-spec.ts';
import { dateTimeText } from '../time/date-text.ts';
import type { RosVersion } from '../version.ts';
import type { Held } from './certificate-store.ts';
import { subjectProps } from './certificate-template.ts';

/** What `print` shows of a certificate besides its name. */
export function certificateProps(held: Held, nowMs: number, version: RosVersion): Props {
  const read = new X509Certificate(held.certificate);
  const [from, to] = [Date.parse(read.validFrom), Date.parse(read.validTo)];
  const key = read.publicKey.asymmetricKeyDetails;
  return {
    ...subjectProps(read.subject),
    'key-type': read.publicKey.asymmetricKeyType === 'ec' ? 'ec' : 'rsa',
    'key-size': key?.namedCurve ?? String(key?.modulusLength ?? ''),
    'days-valid': String(Math.round((to - from) / 86_400_000)),
    'subject-alt-name': (read.subjectAltName ?? '').replace(/IP Address:/g, 'IP:').replaceAll(', ', ','),
    'serial-number': read.serialNumber,
    fingerprint: createHash('sha256').update(read.raw).digest('hex'),
    'digest-algorithm': 'sha256',
    issuer: read.issuer.replaceAll('\n', ','),
    'invalid-before': dateTimeText(from, version),
    'invalid-after': dateTimeText(to, version),
    'private-key': held.key === undefined ? 'no' : 'yes',
    authority: read.ca ? 'yes' : 'no',
    issued: held.issuer === undefined ? 'no' : 'yes',
    revoked: held.revoked === true ? 'yes' : 'no',
    expired: nowMs > to ? 'yes' : 'no',
  };
}

/** Of two that have come together: is this the certificate's key? */
export function belongTogether(certificate: string, key: string): boolean {
  return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
}

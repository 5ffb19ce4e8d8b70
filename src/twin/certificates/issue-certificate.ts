// @peculiar/x509 resolves its parts through tsyringe, which wants this first.
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Template } from './certificate-template.ts';

export interface Issued {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

type Algorithm = webcrypto.RsaHashedKeyGenParams | webcrypto.EcKeyGenParams;

const curves: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

/** A new key and a certificate for it, of this authority or its own. */
export async function issueCertificate(
  template: Template,
  authority: Issued | undefined,
  nowMs: number,
): Promise<Issued> {
  const keys = await webcrypto.subtle.generateKey(keyAlgorithm(template.keySize), true, ['sign', 'verify']);
  const issuer = authority === undefined ? undefined : await readAuthority(authority);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: `${((randomBytes(1)[0] ?? 0) % 64) | 64}`.padStart(2, '0') + randomBytes(7).toString('hex'),
    subject: template.subject,
    issuer: issuer?.subject ?? template.subject,
    notBefore: new Date(nowMs),
    notAfter: new Date(nowMs + template.days * 86_400_000),
    signingAlgorithm: issuer?.algorithm ?? keyAlgorithm(template.keySize),
    publicKey: keys.publicKey,
    signingKey: issuer?.key ?? keys.privateKey,
    extensions: await extensions(template, keys.publicKey, issuer?.publicKey),
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { certificate: `${certificate.toString('pem')}\n`, key: `${PemConverter.encode(key, 'PRIVATE KEY')}\n` };
}

function keyAlgorithm(size: string): Algorithm & { hash: string } {
  const namedCurve = curves[size];
  if (namedCurve !== undefined) return { name: 'ECDSA', namedCurve, hash: 'SHA-256' };
  const publicExponent = Uint8Array.of(1, 0, 1);
  return { name: 'RSASSA-PKCS1-v1_5', modulusLength: Number(size), publicExponent, hash: 'SHA-256' };
}

async function readAuthority({ certificate, key }: Issued) {
  const { X509Certificate } = await import('@peculiar/x509');
  const parsed = new X509Certificate(certificate);
  const details = createPrivateKey(key).asymmetricKeyDetails;
  const size = details?.namedCurve ?? String(details?.modulusLength ?? 2048);
  const algorithm = keyAlgorithm(size);
  const pkcs8 = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' });
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return {
    subject: parsed.subject,
    algorithm,
    key: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
    publicKey: await webcrypto.subtle.importKey('spki', spki, algorithm, true, ['verify']),
  };
}

/** Bits of RFC 5280, 4.2.1.3. */
const usageBits: Readonly<Record<string, number>> = {
  'digital-signature': 1,
  'content-commitment': 2,
  'key-encipherment': 4,
  'data-encipherment': 8,
  'key-agreement': 16,
  'key-cert-sign': 32,
  'crl-sign': 64,
  'encipher-only': 128,
  'decipher-only': 256,
};

/** RFC 5280, 4.2.1.12. */
const extendedUsages: Readonly<Record<string, string>> = {
  'tls-server': '1.3.6.1.5.5.7.3.1',
  'tls-client': '1.3.6.1.5.5.7.3.2',
  'code-sign': '1.3.6.1.5.5.7.3.3',
  'email-protect': '1.3.6.1.5.5.7.3.4',
  timestamp: '1.3.6.1.5.5.7.3.8',
  'ocsp-sign': '1.3.6.1.5.5.7.3.9',
};

async function extensions(
  { usage, names }: Template,
  publicKey: webcrypto.CryptoKey,
  issuerKey: webcrypto.CryptoKey | undefined,
): Promise<Extension[]> {
  const bits = usage.reduce((sum, name) => sum | (usageBits[name] ?? 0), 0);
  const extended = usage.flatMap((name) => extendedUsages[name] ?? []);
  return [
    new BasicConstraintsExtension(usage.includes('key-cert-sign'), undefined, true),
    ...(bits === 0 ? [] : [new KeyUsagesExtension(bits, true)]),
    ...(extended.length === 0 ? [] : [new ExtendedKeyUsageExtension(extended)]),
    ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names.map(generalName))]),
    await SubjectKeyIdentifierExtension.create(publicKey),
    ...(issuerKey === undefined ? [] : [await AuthorityKeyIdentifierExtension.create(issuerKey)]),
  ];
}

function generalName(name: string): { type: 'ip' | 'dns' | 'email'; value: string } {
  const [kind = '', value = ''] = name.split(/:(.*)/s);
  return { type: kind === 'IP' ? 'ip' : kind === 'DNS' ? 'dns' : 'email', value };
}

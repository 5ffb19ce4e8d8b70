// @peculiar/x509 resolves its parts through tsyringe, which wants this first.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** What a TLS server needs, and what its clients have to trust. */
export interface ServerCertificate {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

type KeyPair = Awaited<ReturnType<typeof createKeys>>;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const caName = 'CN=knocklab lab CA';

/** A new CA, and a certificate of it for these names and addresses. The CA's key is forgotten at once. */
export async function createServerCertificate(
  names: readonly string[],
  addresses: readonly string[],
): Promise<ServerCertificate> {
  const [caKeys, keys] = await Promise.all([createKeys(), createKeys()]);
  const [ca, certificate] = await Promise.all([createCa(caKeys), createLeaf(names, addresses, keys, caKeys)]);
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    ca: `${ca.toString('pem')}\n`,
    certificate: `${certificate.toString('pem')}\n`,
    key: PemConverter.encode(key, 'PRIVATE KEY'),
  };
}

async function createKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

// A lab's clock may be set to any day, such as the evening of a publication: the validity spans them all.
const validity = { notBefore: new Date('1970-01-02T00:00:00Z'), notAfter: new Date('2049-12-31T00:00:00Z') };

async function createCa(keys: KeyPair): Promise<X509Certificate> {
  return X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: '01',
    name: caName,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
}

async function createLeaf(
  names: readonly string[],
  addresses: readonly string[],
  keys: KeyPair,
  caKeys: KeyPair,
): Promise<X509Certificate> {
  return X509CertificateGenerator.create({
    ...validity,
    serialNumber: '02',
    subject: `CN=${names[0]}`,
    issuer: caName,
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        ...names.map((value) => ({ type: 'dns', value }) as const),
        ...addresses.map((value) => ({ type: 'ip', value }) as const),
      ]),
    ],
  });
}

import { createPrivateKey, X509Certificate } from 'node:crypto';

export interface PemContents {
  /** PEM, one each. */
  readonly certificates: readonly string[];
  /** PEM, PKCS #8. */
  readonly keys: readonly string[];
  /** Keys that this passphrase does not open. */
  readonly failures: number;
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** Certificates and private keys out of a file; anything else in it is passed over. */
export function readPem(text: string, passphrase: string): PemContents {
  const certificates: string[] = [];
  const keys: string[] = [];
  let failures = 0;
  for (const [pem, label = ''] of text.matchAll(block)) {
    if (label === 'CERTIFICATE') certificates.push(...attempt(() => `${new X509Certificate(pem).toString().trim()}\n`));
    if (!label.endsWith('PRIVATE KEY')) continue;
    const opened = attempt(() => createPrivateKey({ key: pem, passphrase }).export({ type: 'pkcs8', format: 'pem' }));
    keys.push(...opened.map(String));
    failures += opened.length === 0 ? 1 : 0;
  }
  return { certificates, keys, failures };
}

function attempt<T>(work: () => T): T[] {
  try {
    return [work()];
  } catch {
    return [];
  }
}

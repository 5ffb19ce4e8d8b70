import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

export interface HostKeyKind {
  readonly type: 'rsa' | 'ed25519';
  readonly bits: number;
}

/** The keys by which the router's SSH is known: made when first asked for, so that they do not delay the start. */
export class HostKeys {
  readonly #keys = new Map<string, Promise<string>>();
  #generation = 0;

  /** Another number, other keys. */
  get generation(): number {
    return this.#generation;
  }

  /** The private key as PEM. */
  privateKey(kind: HostKeyKind): Promise<string> {
    const name = `${kind.type} ${kind.bits}`;
    const key = this.#keys.get(name) ?? makeKey(kind);
    this.#keys.set(name, key);
    return key;
  }

  /** `/ip ssh regenerate-host-key` */
  forget(): void {
    this.#keys.clear();
    this.#generation += 1;
  }
}

async function makeKey({ type, bits }: HostKeyKind): Promise<string> {
  if (type === 'ed25519') return await makeEd25519();
  const publicKeyEncoding = { type: 'pkcs1', format: 'pem' } as const;
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: bits,
    publicKeyEncoding,
    privateKeyEncoding: publicKeyEncoding,
  });
  return privateKey;
}

/** ssh2 reads keys of this kind only in OpenSSH's own format, which Node does not write. */
async function makeEd25519(): Promise<string> {
  const { default: ssh2 } = await import('ssh2');
  return ssh2.utils.generateKeyPairSync('ed25519').private;
}

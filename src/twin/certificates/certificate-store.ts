import type { KeyAndCertificate } from '../services/tls-options.ts';
import type { Twin } from '../twin.ts';

/** What an item of `/certificate` holds besides its template. */
export interface Held {
  /** PEM. */
  readonly certificate: string;
  /** PEM; undefined: imported without it. */
  readonly key: string | undefined;
  /** The item of the authority that issued it. */
  readonly issuer: string | undefined;
  readonly revoked?: boolean;
}

/** The certificates and keys behind the items of `/certificate`. */
export class CertificateStore {
  readonly #twin: Twin;
  readonly #held = new Map<string, Held>();

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  of(itemId: string): Held | undefined {
    return this.#held.get(itemId);
  }

  keep(itemId: string, held: Held): void {
    this.#held.set(itemId, held);
  }

  forget(itemId: string): void {
    this.#held.delete(itemId);
  }

  /** For a server, with those above it but the topmost; undefined when there is none, or no key to it. */
  pairOf(name: string): KeyAndCertificate | undefined {
    const item = this.#twin.menus.get('certificate').items.find(({ props }) => props['name'] === name);
    const held = item === undefined ? undefined : this.#held.get(item.id);
    if (held?.key === undefined) return undefined;
    return { key: held.key, cert: this.#chain(held).join('') };
  }

  #chain(held: Held): string[] {
    const chain = [held.certificate];
    for (let above = this.#above(held); above !== undefined && chain.length < 8; above = this.#above(above)) {
      if (!chain.includes(above.certificate)) chain.push(above.certificate);
    }
    return chain;
  }

  #above({ issuer }: Held): Held | undefined {
    return issuer === undefined ? undefined : this.#held.get(issuer);
  }
}

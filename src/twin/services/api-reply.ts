import { encodeSentence, type Row } from '../../routeros/api/sentence.ts';
import { attributeWords } from '../../routeros/api/words.ts';
import type { RouterosError } from '../../routeros/routeros-error.ts';

/**
 * The replies to one command as bytes for one write: clients exist (node-routeros) that lose a reply which arrives in
 * pieces. The tag comes last, as in the traces of MikroTik's manual.
 */
export class ApiReply {
  readonly #tagWords: readonly string[];
  readonly #sentences: Buffer[] = [];

  constructor(tag: string | undefined) {
    this.#tagWords = tag === undefined ? [] : [`.tag=${tag}`];
  }

  records(rows: readonly Row[]): this {
    for (const row of rows) this.#sentence('!re', Object.entries(row));
    return this;
  }

  /** RouterOS 7.18 and later: in the place of the records of a `print` that found none. */
  empty(): this {
    return this.#sentence('!empty');
  }

  done(ret?: string): this {
    return this.#sentence('!done', ret === undefined ? [] : [['ret', ret]]);
  }

  trap(message: string, category?: number): this {
    const categories = category === undefined ? [] : [['category', String(category)] as const];
    return this.#sentence('!trap', [...categories, ['message', message]]);
  }

  /** A trap and the `!done` that RouterOS sends after it. */
  failure(error: RouterosError): this {
    return this.trap(error.text, error.category).done();
  }

  bytes(): Buffer {
    return Buffer.concat(this.#sentences);
  }

  #sentence(reply: string, attributes: Iterable<readonly [string, string]> = []): this {
    this.#sentences.push(encodeSentence([reply, ...attributeWords(attributes), ...this.#tagWords]));
    return this;
  }
}

/** RouterOS ends the connection after it; the reason is a bare word (seen on 6.x and 7.x). */
export function fatalReply(reason: string): Buffer {
  return encodeSentence(['!fatal', reason]);
}

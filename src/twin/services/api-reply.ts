import { encodeSentence, lengthPrefix, type Row } from '../../routeros/api/sentence.ts';
import { attributeWords } from '../../routeros/api/words.ts';
import type { RouterosError } from '../../routeros/routeros-error.ts';

/**
 * The replies to one command as bytes for one write: clients exist (node-routeros) that lose a reply which arrives in
 * pieces. The tag comes last, as in the traces of MikroTik's manual.
 */
export class ApiReply {
  readonly #tagWords: readonly string[];
  readonly #parts: Buffer[] = [];
  /** Sentences of ASCII alone, nearly all there are: one string that becomes bytes at the end. */
  #latin = '';

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
    this.#settle();
    const [only] = this.#parts;
    return this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
  }

  #settle(): void {
    if (this.#latin !== '') this.#parts.push(Buffer.from(this.#latin, 'latin1'));
    this.#latin = '';
  }

  #sentence(reply: string, attributes: Iterable<readonly [string, string]> = []): this {
    const words = [reply, ...attributeWords(attributes), ...this.#tagWords];
    const latin = words.every(isAscii) ? words.map(prefixed).join('') : undefined;
    if (latin === undefined) {
      this.#settle();
      this.#parts.push(encodeSentence(words));
    } else this.#latin += `${latin}\0`;
    return this;
  }
}

const isAscii = (word: string): boolean => /^[\0-\x7f]*$/.test(word);

/** A word with its length before it, each byte a character. */
function prefixed(word: string): string {
  const { length } = word;
  return length < 0x80 ? String.fromCharCode(length) + word : lengthPrefix(length).toString('latin1') + word;
}

/** RouterOS ends the connection after it; the reason is a bare word (seen on 6.x and 7.x). */
export function fatalReply(reason: string): Buffer {
  return encodeSentence(['!fatal', reason]);
}

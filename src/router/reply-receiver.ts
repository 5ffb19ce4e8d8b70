import { SentenceDecoder, type SentenceError } from '../routeros/api/sentence.ts';
import { parseSentence } from '../routeros/api/words.ts';

type Reader = (words: string[]) => void;

/**
 * Stands in for node-routeros' own receiver, which loses sentences that TCP has split, reads win1252, and throws out
 * of the socket's data handler at `!empty` (RouterOS 7.18 and later) and at replies to a command that has timed out.
 */
export class ReplyReceiver {
  readonly #decoder = new SentenceDecoder();
  readonly #readers = new Map<string, Reader>();
  readonly #onFatal: (reason: string) => void;
  readonly #onGarbled: (error: SentenceError) => void;

  constructor(onFatal: (reason: string) => void, onGarbled: (error: SentenceError) => void) {
    this.#onFatal = onFatal;
    this.#onGarbled = onGarbled;
  }

  read(tag: string, reader: Reader): void {
    this.#readers.set(tag, reader);
  }

  stop(tag: string): void {
    this.#readers.delete(tag);
  }

  processRawData(data: Buffer): void {
    try {
      this.#decoder.push(data, (words) => this.#reply([...words]));
    } catch (error) {
      this.#onGarbled(error as SentenceError);
    }
  }

  #reply(words: string[]): void {
    const { name, tag, rest, attributes } = parseSentence(words);
    if (name === '!fatal') this.#onFatal(rest[0] ?? attributes.get('message') ?? 'no reason given');
    // `!empty` only announces that no `!re` comes; `!done` follows.
    if (name === '!empty' || tag === undefined) return;
    // node-routeros' login takes every word that is not the reply for an attribute.
    this.#readers.get(tag)?.(words.filter((word) => !word.startsWith('.tag=')));
  }
}

/** What a client's bytes come to, in the order in which they came (RFC 854). */
export type TelnetEvent =
  | { readonly type: 'typed'; readonly bytes: Uint8Array }
  | { readonly type: 'negotiation'; readonly verb: Verb; readonly option: number }
  | { readonly type: 'window'; readonly columns: number; readonly rows: number }
  | { readonly type: 'are-you-there' };

export type Verb = 'will' | 'wont' | 'do' | 'dont';

export const iac = 255;
const subnegotiation = 250;
const endOfSubnegotiation = 240;
const verbs: readonly Verb[] = ['will', 'wont', 'do', 'dont'];
const firstVerb = 251;
const areYouThere = 246;
const windowSize = 31;

/** Commands that stand for a key: break and interrupt, end of file, erase character, erase line. */
const keys: ReadonlyMap<number, number> = new Map([
  [243, 3],
  [244, 3],
  [236, 4],
  [247, 127],
  [248, 21],
]);

/** A subnegotiation is remembered up to here; what we read is short. */
const longestSubnegotiation = 512;

type State = 'text' | 'command' | Verb | 'sub' | 'sub-command';

/** Takes negotiation out of a client's bytes, in whatever pieces they come. */
export class TelnetParser {
  #state: State = 'text';
  #sub: number[] = [];
  #typed: Uint8Array[] = [];
  #events: TelnetEvent[] = [];

  push(bytes: Uint8Array): readonly TelnetEvent[] {
    this.#events = [];
    for (let at = 0; at < bytes.length; )
      at += this.#state === 'text' ? this.#text(bytes, at) : this.#take(bytes[at] ?? 0);
    this.#endText();
    return this.#events;
  }

  /** Gives how many bytes that were, as the others do. */
  #take(byte: number): number {
    const state = this.#state;
    if (state === 'command') this.#command(byte);
    else if (state === 'sub') this.#inSub(byte);
    else if (state === 'sub-command') this.#subCommand(byte);
    else if (state !== 'text') this.#negotiate(state, byte);
    return 1;
  }

  #text(bytes: Uint8Array, at: number): number {
    const end = bytes.indexOf(iac, at);
    this.#typed.push(bytes.subarray(at, end === -1 ? bytes.length : end));
    if (end === -1) return bytes.length - at;
    this.#state = 'command';
    return end + 1 - at;
  }

  #command(byte: number): void {
    this.#state = 'text';
    const verb = verbs[byte - firstVerb];
    const key = keys.get(byte);
    if (verb !== undefined) this.#state = verb;
    else if (byte === subnegotiation) this.#state = 'sub';
    else if (byte === iac) this.#typed.push(Uint8Array.of(iac));
    else if (byte === areYouThere) this.#emit({ type: 'are-you-there' });
    else if (key !== undefined) this.#typed.push(Uint8Array.of(key));
  }

  #negotiate(verb: Verb, option: number): void {
    this.#state = 'text';
    this.#emit({ type: 'negotiation', verb, option });
  }

  #inSub(byte: number): void {
    if (byte === iac) this.#state = 'sub-command';
    else if (this.#sub.length < longestSubnegotiation) this.#sub.push(byte);
  }

  #subCommand(byte: number): void {
    if (byte === iac) {
      this.#state = 'sub';
      if (this.#sub.length < longestSubnegotiation) this.#sub.push(iac);
      return;
    }
    // Anything but its end ends it too: a client that forgets to must not be deaf for good.
    this.#state = 'text';
    if (byte === endOfSubnegotiation) this.#endSub();
    this.#sub = [];
  }

  #endSub(): void {
    const [option, ...values] = this.#sub;
    const [wideHigh = 0, wideLow = 0, highHigh = 0, highLow = 0] = values;
    if (option === windowSize && values.length === 4)
      this.#emit({ type: 'window', columns: wideHigh * 256 + wideLow, rows: highHigh * 256 + highLow });
  }

  #emit(event: TelnetEvent): void {
    this.#endText();
    this.#events.push(event);
  }

  #endText(): void {
    const bytes = Buffer.concat(this.#typed);
    this.#typed = [];
    if (bytes.length > 0) this.#events.push({ type: 'typed', bytes });
  }
}

/** A line ends with CR LF, CR NUL, or a bare LF from clients that know no better: all of them come out as CR. */
export class LineEnds {
  #last = 0;

  join(bytes: Uint8Array): Uint8Array {
    const joined: number[] = [];
    for (const byte of bytes) {
      const belongsToReturn = this.#last === 13 && (byte === 10 || byte === 0);
      this.#last = byte;
      if (!belongsToReturn) joined.push(byte === 10 ? 13 : byte);
    }
    return Uint8Array.from(joined);
  }
}

// Telegram publishes no exact numbers. Its FAQ (core.telegram.org/bots/faq) has "no more than one message per second,
// short bursts may go over" for a chat and 20 messages a minute for a group; five is our reading of "short".
const burst = 5;
const perMinute = 20;
const minuteMs = 60_000;

/** Decides which messages to one chat are too many. Refused ones don't count. */
export class FloodLimit {
  readonly #sentAtMs: number[] = [];
  #credit = burst;
  #creditedAtMs = 0;

  /** Counts a message and returns undefined, or returns in how many seconds to try again. */
  retryAfterSeconds(nowMs: number): number | undefined {
    this.#credit = Math.min(burst, this.#credit + (nowMs - this.#creditedAtMs) / 1000);
    this.#creditedAtMs = nowMs;
    while ((this.#sentAtMs[0] ?? nowMs) <= nowMs - minuteMs) this.#sentAtMs.shift();
    const waitMs = this.#sentAtMs.length < perMinute ? 0 : (this.#sentAtMs[0] ?? nowMs) + minuteMs - nowMs;
    if (waitMs > 0 || this.#credit < 1) return Math.max(1, Math.ceil(Math.max(waitMs / 1000, 1 - this.#credit)));
    this.#credit -= 1;
    this.#sentAtMs.push(nowMs);
    return undefined;
  }
}

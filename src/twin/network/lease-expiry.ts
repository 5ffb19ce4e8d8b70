import type { TwinClock } from '../time/twin-clock.ts';

interface Running {
  readonly dueMs: number;
  readonly cancel: () => void;
}

/** Leases of the DHCP server end by the router's clock, also when it is turned. */
export class LeaseExpiry {
  readonly #clock: TwinClock;
  readonly #running = new Map<string, Running>();

  constructor(clock: TwinClock) {
    this.#clock = clock;
  }

  /** A client has got or renewed its lease: `end` is called unless it does so again in time. */
  begin(mac: string, ms: number, end: () => void): void {
    this.stop(mac);
    const dueMs = this.#clock.uptimeMs + ms;
    const cancel = this.#clock.at(dueMs, async () => {
      this.#running.delete(mac);
      end();
    });
    this.#running.set(mac, { dueMs, cancel });
  }

  stop(mac: string): void {
    this.#running.get(mac)?.cancel();
    this.#running.delete(mac);
  }

  secondsLeft(mac: string): number | undefined {
    const running = this.#running.get(mac);
    return running === undefined ? undefined : Math.ceil((running.dueMs - this.#clock.uptimeMs) / 1000);
  }
}

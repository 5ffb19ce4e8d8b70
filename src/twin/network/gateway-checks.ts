import type { TwinClock } from '../time/twin-clock.ts';

export interface GatewayCheck {
  readonly gateway: string;
  readonly kind: 'ping' | 'arp';
}

/** Asks one gateway once. */
export type Probe = (check: GatewayCheck) => Promise<boolean>;

const everyMs = 10_000;
/** So many answers in a row have to be missing. */
const patience = 2;

/** `check-gateway`: asks every ten seconds of the router's clock; two misses in a row, and the gateway is down. */
export class GatewayChecks {
  readonly #clock: TwinClock;
  readonly #probe: Probe;
  readonly #onChange: () => Promise<void>;
  readonly #misses = new Map<string, number>();
  #watched: readonly GatewayCheck[] = [];
  #cancel: (() => void) | undefined;

  constructor({ clock, probe, onChange }: { clock: TwinClock; probe: Probe; onChange: () => Promise<void> }) {
    this.#clock = clock;
    this.#probe = probe;
    this.#onChange = onChange;
  }

  failed(gateway: string, kind: string): boolean {
    return (this.#misses.get(`${kind} ${gateway}`) ?? 0) >= patience;
  }

  /** From now on these and no others. */
  watch(checks: readonly GatewayCheck[]): void {
    this.#watched = [...new Map(checks.map((check) => [keyOf(check), check])).values()];
    const keys = new Set(this.#watched.map(keyOf));
    for (const key of this.#misses.keys()) if (!keys.has(key)) this.#misses.delete(key);
    if (this.#watched.length === 0) this.#cancel?.();
    else if (this.#cancel === undefined) this.#schedule();
    if (this.#watched.length === 0) this.#cancel = undefined;
  }

  #schedule(): void {
    this.#cancel = this.#clock.at(this.#clock.uptimeMs + everyMs, async () => {
      this.#schedule();
      await this.#round();
    });
  }

  async #round(): Promise<void> {
    const before = this.#down();
    await Promise.all(
      this.#watched.map(async (check) => {
        const answered = await this.#probe(check);
        this.#misses.set(keyOf(check), answered ? 0 : (this.#misses.get(keyOf(check)) ?? 0) + 1);
      }),
    );
    if (this.#down() !== before) await this.#onChange();
  }

  #down(): string {
    return [...this.#misses].flatMap(([key, misses]) => (misses >= patience ? [key] : [])).join();
  }
}

const keyOf = ({ gateway, kind }: GatewayCheck): string => `${kind} ${gateway}`;

import type { Source } from '../../core/source.ts';
import { RouterosError } from '../../routeros/routeros-error.ts';
import { Twin } from '../twin.ts';
import { parseVersion } from '../version.ts';
import { isFree, loopback, loopbackPort, type ServedAt } from './loopback-ports.ts';

export interface StandAloneOptions {
  /** `6.49`, `7` or a full version. */
  readonly ros: string;
  /** `virtual`: time passes by itself when all that runs waits for it. */
  readonly clock: 'virtual' | 'real';
  /** `/tool fetch` may ask services of this machine; otherwise it asks nobody. */
  readonly fetchLoopback?: boolean;
}

const bandwidthTestPort = 2000;

/** A twin without a network: nothing of the machine is touched, and no rights are needed. */
export class StandAloneTwin {
  readonly twin: Twin;
  readonly #clock: StandAloneOptions['clock'];

  private constructor(twin: Twin, clock: StandAloneOptions['clock']) {
    this.twin = twin;
    this.#clock = clock;
  }

  static async start({ ros, clock, fetchLoopback = false }: StandAloneOptions): Promise<StandAloneTwin> {
    const version = parseVersion(ros);
    const twin = new Twin({
      version,
      managementPort: 0,
      runDirectory: '',
      trustFile: undefined,
      enforced: false,
      fetchesLoopback: fetchLoopback,
    });
    await twin.boot();
    return new StandAloneTwin(twin, clock);
  }

  /** Listens on loopback as `/ip service` says, on other ports where those are taken; gives what listens, and where. */
  async serve(): Promise<readonly ServedAt[]> {
    const ports = this.twin.menus.get('ip service').items.map(({ props }) => Number(props['port']));
    const taken = new Set<number>();
    for (const port of new Set([...ports, bandwidthTestPort].map(loopbackPort)))
      if (!(await isFree(port))) taken.add(port);
    return this.twin.serveAt((port) => {
      const wanted = loopbackPort(port);
      return { address: loopback, port: taken.has(wanted) ? 0 : wanted };
    });
  }

  /** Takes a configuration, as `/import` does. Throws the `RouterosError` that ends it. */
  async load(source: Source): Promise<void> {
    this.twin.plugInFor(source.text);
    await this.#toItsEnd(source, () => undefined);
  }

  /** Runs a script, output and error text as a console prints them; gives the error that ended it. */
  async run(source: Source, print: (text: string) => void): Promise<RouterosError | undefined> {
    try {
      await this.#toItsEnd(source, print);
      return undefined;
    } catch (error) {
      if (!(error instanceof RouterosError)) throw error;
      print(`${error.said}\n`);
      return error;
    }
  }

  async #toItsEnd(source: Source, print: (text: string) => void): Promise<void> {
    const { scripts, clock, neverAborted } = this.twin;
    const work = scripts.runText(source, { user: 'admin', print, signal: neverAborted });
    await (this.#clock === 'virtual' ? clock.hasten(work) : work);
  }
}

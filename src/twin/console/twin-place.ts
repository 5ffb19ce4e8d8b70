import { bytesOfText, textOfBytes } from '../../routeros/byte-text.ts';
import { parseDuration } from '../../routeros/duration.ts';
import { exportHeader } from '../../routeros/export-text.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import type { Menu } from '../menu/menu.ts';
import { dateTimeText } from '../time/date-text.ts';
import { besideTime } from '../tools/beside-time.ts';
import type { Twin } from '../twin.ts';
import type { ConsolePlace } from './console-place.ts';
import type { DeviceContext } from './device-context.ts';
import type { LastPrint } from './item-numbers.ts';

/** Between two looks at a menu that tells nobody of its changes. */
const lookEveryMs = 1000;
const forAsLongAsItLasts = 1e12;

/** A console of a twin. */
export class TwinPlace implements ConsolePlace {
  readonly #twin: Twin;
  readonly #context: DeviceContext;
  readonly lastPrint: LastPrint;

  constructor(twin: Twin, context: DeviceContext) {
    this.#twin = twin;
    this.#context = context;
    this.lastPrint = context.lastPrint ?? new Map();
  }

  get version(): ConsolePlace['version'] {
    return this.#twin.version;
  }

  get hidesSecrets(): boolean {
    return this.#context.policies?.has('sensitive') === false;
  }

  get screen(): ConsolePlace['screen'] {
    return this.#context.screen;
  }

  /** Below the head of an export, unless it is written behind what is there. */
  writeFile(name: string, text: string, { appends }: { readonly appends: boolean }): void {
    const { files, clock, version } = this.#twin;
    const path = name.endsWith('.txt') ? name : `${name}.txt`;
    const there = appends ? files.find(path) : undefined;
    const begin =
      there === undefined || there.isDirectory
        ? exportHeader({ version: version.text, date: dateTimeText(clock.wallMs, version) })
        : textOfBytes(there.bytes);
    files.write(path, bytesOfText(begin + text));
  }

  changed(menu: Menu, signal: AbortSignal): Promise<boolean> {
    if (menu.spec.path !== 'log') return this.#waits(new Promise(() => undefined), lookEveryMs, signal);
    return this.#waits(this.#twin.log.nextLine(), forAsLongAsItLasts, signal);
  }

  passes(time: Value, signal: AbortSignal): Promise<boolean> {
    const given = toPropertyText(time);
    const ms = parseDuration(given);
    if (ms === undefined || ms <= 0)
      throw new RouterosError('invalid value for argument interval', { category: trapCategories.argument });
    return this.#waits(new Promise(() => undefined), ms, signal);
  }

  /** Whoever has had enough is told nothing more. */
  async #waits(what: Promise<void>, limitMs: number, signal: AbortSignal): Promise<boolean> {
    await this.#twin.commit().catch(() => undefined);
    const { activity } = this.#context;
    await besideTime(this.#twin, { activity, signal }, what, limitMs).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    return !signal.aborted;
  }
}

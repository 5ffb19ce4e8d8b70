import type { SafeMode, SafeModeOwner } from '../console/safe-mode.ts';
import type { Key } from './key-reader.ts';

/** What a terminal shows of it. */
interface Shown {
  /** Says something on a line of its own, and prompts. */
  readonly say: (text: string) => void;
  /** Leaves the line that is typed, and asks. */
  readonly ask: (question: string) => void;
  readonly echo: (text: string) => void;
  readonly draw: () => void;
}

const question = "Hijacking Safe Mode from someone - unroll/release/don't take it [u/r/d]: ";

/** Safe mode as one terminal has it: Ctrl-X takes and releases it, and whoever had it before is asked about. */
export class SafeModeKeys implements SafeModeOwner {
  readonly #safeMode: SafeMode;
  readonly #shown: Shown;
  #isAsking = false;

  constructor(safeMode: SafeMode, shown: Shown) {
    this.#safeMode = safeMode;
    this.#shown = shown;
  }

  get isOn(): boolean {
    return this.#safeMode.isOf(this);
  }

  get isAsking(): boolean {
    return this.#isAsking;
  }

  toggle(): void {
    if (this.isOn) {
      this.#safeMode.release();
      this.#shown.say('[Safe Mode released]');
    } else if (this.#safeMode.isTaken) {
      this.#isAsking = true;
      this.#shown.ask(question);
    } else {
      this.#safeMode.take(this);
      this.#shown.say('[Safe Mode taken]');
    }
  }

  /** `u` takes the other’s changes back, `r` keeps them, anything else leaves all as it is. */
  answer({ text }: Key): void {
    this.#isAsking = false;
    this.#shown.echo(`${text}\n`);
    if (/^[ur]$/i.test(text)) this.#hijack(text.toLowerCase() === 'u');
    else this.#shown.draw();
  }

  #hijack(unrolls: boolean): void {
    this.#safeMode.hijack(this, { unrolls }).then(
      () => this.#shown.say('[Safe Mode taken]'),
      (error: unknown) => this.#shown.say(String(error)),
    );
  }

  release(): void {
    if (this.isOn) this.#safeMode.release();
  }

  /** The terminal is gone without a word. */
  lose(): void {
    if (this.isOn)
      this.#safeMode.unroll().catch((error: unknown) => process.stderr.write(`safe mode: ${String(error)}\n`));
  }

  lost(notice: string): void {
    this.#shown.say(notice);
  }
}

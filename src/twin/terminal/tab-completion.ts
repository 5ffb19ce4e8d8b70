import type { ConsoleOptions } from '../services/console-access.ts';
import { candidateTable } from './candidate-table.ts';
import { commonStart, completionsOf } from './completion.ts';
import type { LineEditor } from './line-editor.ts';

/** The line that is typed, and where it stands. */
interface Typed {
  readonly editor: LineEditor;
  readonly menu: () => readonly string[];
  /** All that stands before the cursor. */
  readonly before: () => string;
  readonly columns: () => number;
  /** Shows a list above the line, and the line again. */
  readonly show: (list: string) => void;
}

/** Tab and the key for help. */
export class TabCompletion {
  readonly #options: Pick<ConsoleOptions, 'twin' | 'colours'>;
  readonly #typed: Typed;
  #hasListed = false;

  constructor(options: Pick<ConsoleOptions, 'twin' | 'colours'>, typed: Typed) {
    this.#options = options;
    this.#typed = typed;
  }

  /** Another key was typed. */
  forget(): void {
    this.#hasListed = false;
  }

  /** The only candidate is written; of several, what they begin with, and all of them when asked again. */
  complete(): void {
    const { typed, candidates } = this.#completions();
    const [only, another] = candidates;
    if (only === undefined) return;
    const known = another === undefined ? only.text + only.suffix : commonStart(candidates);
    const isMore = known.length > typed.length;
    if (isMore) this.#typed.editor.insert(known.slice(typed.length));
    this.#typed.show(!isMore && this.#hasListed ? this.#table(candidates) : '');
    this.#hasListed = true;
  }

  help(): void {
    this.#typed.show(this.#table(this.#completions().candidates));
  }

  #completions(): ReturnType<typeof completionsOf> {
    return completionsOf(this.#options.twin, this.#typed.menu(), this.#typed.before());
  }

  #table(candidates: Parameters<typeof candidateTable>[0]): string {
    return candidateTable(candidates, { columns: this.#typed.columns(), coloured: this.#options.colours });
  }
}

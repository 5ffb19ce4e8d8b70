import { AsyncLocalStorage } from 'node:async_hooks';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { IdSource } from '../menu/id-source.ts';
import type { Menu } from '../menu/menu.ts';
import { inverse, type MenuChange } from '../menu/menu-change.ts';

/** A change, and the menu it was made in. */
export interface RecordedChange {
  readonly menu: Menu;
  readonly change: MenuChange;
}

/** One command that changed something. */
export interface HistoryAction {
  readonly id: string;
  /** `filter rule added` */
  readonly text: string;
  readonly by: string;
  readonly wallMs: number;
  readonly changes: readonly RecordedChange[];
  /** `floating`: made in safe mode, and taken back should that end by accident. */
  readonly state: 'undoable' | 'redoable' | 'floating';
}

type ActionNote = Pick<HistoryAction, 'text' | 'by' | 'wallMs'>;

/** As many as RouterOS keeps. */
const mostActions = 100;

const nothingTo = (what: string): RouterosError =>
  new RouterosError(`failure: nothing to ${what}`, { category: trapCategories.general });

/** What `/undo` and `/redo` go by: the last hundred commands that changed something, the oldest first. */
export class History {
  readonly #recording = new AsyncLocalStorage<RecordedChange[]>();
  readonly #ids = new IdSource();
  #actions: HistoryAction[] = [];
  #floats = false;
  /** Called when a floating action is lost, and with it the way back. */
  readonly #overflowed: () => void;

  constructor(overflowed: () => void) {
    this.#overflowed = overflowed;
  }

  get actions(): readonly HistoryAction[] {
    return this.#actions;
  }

  /** A menu tells of what was done to its items; only what a command does is kept. */
  record(menu: Menu, change: MenuChange): void {
    this.#recording.getStore()?.push({ menu, change });
  }

  /** Carries a command out; what it has changed, also when it fails, is one action. */
  async during<T>(about: (first: MenuChange) => ActionNote, command: () => Promise<T>): Promise<T> {
    const recorded: RecordedChange[] = [];
    try {
      return await this.#recording.run(recorded, command);
    } finally {
      const changes = lasting(recorded);
      const [first] = changes;
      if (first !== undefined) this.#keep({ ...about(first.change), changes });
    }
  }

  /** What was undone before is gone once something else is done. */
  #keep(done: Omit<HistoryAction, 'id' | 'state'>): void {
    const action: HistoryAction = { ...done, id: this.#ids.next(), state: this.#floats ? 'floating' : 'undoable' };
    const kept = this.#actions.filter(({ state }) => state !== 'redoable');
    this.#actions = [...kept, action].slice(-mostActions);
    const isLost = kept.length >= mostActions && kept[0]?.state === 'floating';
    if (!isLost) return;
    this.sink();
    this.#overflowed();
  }

  async undo(): Promise<void> {
    const action = this.#actions.findLast(({ state }) => state !== 'redoable');
    if (action === undefined) throw nothingTo('undo');
    this.#mark(action, 'redoable');
    await this.#takeBack([action]);
  }

  async redo(): Promise<void> {
    const action = this.#actions.find(({ state }) => state === 'redoable');
    if (action === undefined) throw nothingTo('redo');
    this.#mark(action, this.#floats ? 'floating' : 'undoable');
    await this.#recording.exit(async () => {
      for (const { menu, change } of action.changes) await menu.apply(change);
    });
  }

  /** The last first; taking back is no action of its own. */
  #takeBack(actions: readonly HistoryAction[]): Promise<void> {
    const changes = actions.flatMap((action) => action.changes).toReversed();
    return this.#recording.exit(async () => {
      for (const { menu, change } of changes) await menu.apply(inverse(change));
    });
  }

  #mark(action: HistoryAction, state: HistoryAction['state']): void {
    this.#actions = this.#actions.map((other) => (other === action ? { ...action, state } : other));
  }

  /** From now on, what is done floats. */
  float(): void {
    this.#floats = true;
  }

  /** What floated stays. */
  sink(): void {
    this.#floats = false;
    this.#actions = this.#actions.map((action) =>
      action.state === 'floating' ? { ...action, state: 'undoable' } : action,
    );
  }

  /** What floated is taken back, the last first, and is gone. */
  async unroll(): Promise<void> {
    this.#floats = false;
    const floating = this.#actions.filter(({ state }) => state === 'floating');
    this.#actions = this.#actions.filter(({ state }) => state === 'undoable');
    await this.#takeBack(floating);
  }

  /** No reboot survives it. */
  forget(): void {
    this.#floats = false;
    this.#actions = [];
  }
}

/** An entry with a timeout is added and taken away at once: no part of the configuration, and no change of it. */
function lasting(recorded: readonly RecordedChange[]): readonly RecordedChange[] {
  const of = (kind: MenuChange['kind']): ReadonlySet<string> =>
    new Set(recorded.filter(({ change }) => change.kind === kind).map(nameOf));
  const [added, removed] = [of('added'), of('removed')];
  return recorded.filter((entry) => !added.has(nameOf(entry)) || !removed.has(nameOf(entry)));
}

const nameOf = ({ menu, change }: RecordedChange): string =>
  `${menu.spec.path} ${change.kind === 'ordered' ? '' : change.item.id}`;

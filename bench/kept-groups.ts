import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { meetsAim } from './figure.ts';
import type { Group, Machine } from './performance-page.ts';

interface Kept {
  readonly version: 2;
  readonly machine: Machine;
  readonly groups: readonly Group[];
}

/** The figures of this machine, group by group; one that is taken again takes its own place. */
export class KeptGroups {
  readonly #file: string;
  readonly #machine: Machine;
  readonly #groups = new Map<string, Group>();

  /** What was taken on another machine, or under another Node, is forgotten. */
  constructor(file: string, machine: Machine) {
    this.#file = file;
    this.#machine = machine;
    if (!existsSync(file)) return;
    const kept: Kept = JSON.parse(readFileSync(file, 'utf8'));
    if (kept.version !== 2 || !isDeepStrictEqual(kept.machine, machine)) return;
    for (const group of kept.groups) this.#groups.set(group.name, group);
  }

  get groups(): readonly Group[] {
    return [...this.#groups.values()];
  }

  put(group: Group): void {
    const outcomes = group.outcomes.map((outcome) =>
      outcome.kind === 'figure' ? { ...outcome, met: meetsAim(outcome) } : outcome,
    );
    this.#groups.set(group.name, { ...group, outcomes });
    const kept: Kept = { version: 2, machine: this.#machine, groups: this.groups };
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, `${JSON.stringify(kept, undefined, 2)}\n`);
  }
}

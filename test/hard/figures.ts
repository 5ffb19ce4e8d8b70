import type { TaskMeta } from 'vitest';

/** What a test measured, for docs/reliability.md: one sentence each. */
export function measured(meta: TaskMeta, ...figures: readonly string[]): void {
  const own = meta as { figures?: string[] };
  own.figures = [...(own.figures ?? []), ...figures];
}

export function figuresOf(meta: TaskMeta): readonly string[] {
  return (meta as { figures?: string[] }).figures ?? [];
}

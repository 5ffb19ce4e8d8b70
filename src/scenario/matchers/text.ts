/** What a message must look like: a pattern, or a part of it. */
export type TextPattern = RegExp | string;

export interface Times {
  /** Exactly so many; without it at least one. */
  readonly times?: number;
}

export function matchesText(text: string, pattern: TextPattern): boolean {
  if (typeof pattern === 'string') return text.includes(pattern);
  // A pattern with the g or y flag remembers where it stopped: a fresh one does not.
  return new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, '')).test(text);
}

export function patternText(pattern: TextPattern): string {
  return typeof pattern === 'string' ? JSON.stringify(pattern) : String(pattern);
}

/** Whether a count is the wanted one, and how that is said. */
export function countCheck(found: number, { times }: Times, isNot: boolean): { passed: boolean; wanted: string } {
  const passed = times === undefined ? found > 0 : found === times;
  return { passed: passed !== isNot, wanted: countText(times, isNot) };
}

function countText(times: number | undefined, isNot: boolean): string {
  if (times === undefined) return isNot ? 'none' : 'at least one';
  return `${isNot ? 'any number but' : 'exactly'} ${times}`;
}

import { parseDuration } from '../../../routeros/duration.ts';
import type { Props } from '../../menu/menu-spec.ts';

/** What one test found. */
export interface Finding {
  readonly isUp: boolean;
  /** As `print stats` shows it. */
  readonly figures: Props;
  /** As scripts read it, where that is something else: times are microseconds. */
  readonly told?: Props;
}

export const nothingFound: Finding = { isUp: false, figures: {} };

/** Times in both forms. */
export function timed(times: Readonly<Record<string, number>>): Required<Pick<Finding, 'figures' | 'told'>> {
  const entries = Object.entries(times);
  return {
    figures: Object.fromEntries(entries.map(([name, ms]) => [name, shownMs(ms)])),
    told: Object.fromEntries(entries.map(([name, ms]) => [name, String(Math.round(ms * 1000))])),
  };
}

function shownMs(ms: number): string {
  const us = Math.round(ms * 1000);
  if (us < 1000) return `${us}us`;
  return us % 1000 === 0 ? `${us / 1000}ms` : `${Math.floor(us / 1000)}ms${us % 1000}us`;
}

export const msOf = (props: Props, name: string, byDefault: number): number =>
  parseDuration(props[name] ?? '') ?? byDefault;

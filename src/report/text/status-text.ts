import type { Status } from '../../trace/events.ts';
import type { RunStatus } from '../model.ts';

/** One mark per status, told apart without colour. */
export const marks = {
  passed: '✔',
  failed: '✖',
  inconclusive: '?',
  skipped: '↷',
  error: '!',
  interrupted: '!',
} as const satisfies Record<RunStatus | Status, string>;

/** `3 steps`, `1 step`. */
export function count(amount: number, singular: string, plural = `${singular}s`): string {
  return `${amount} ${amount === 1 ? singular : plural}`;
}

const order: readonly Status[] = ['passed', 'failed', 'error', 'inconclusive', 'skipped'];

/** `11 passed, 1 failed`; statuses that did not occur are left out. */
export function tally(statuses: readonly Status[]): string {
  return order
    .map((status) => [statuses.filter((other) => other === status).length, status] as const)
    .filter(([amount]) => amount > 0)
    .map(([amount, status]) => `${amount} ${status === 'error' && amount > 1 ? 'errors' : status}`)
    .join(', ');
}

import { runBriefly } from '../../process/run-briefly.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';

/** What `ip` is to bring about, and how it is taken back; `key` says which two of these are the same thing. */
export interface Step {
  readonly key: string;
  readonly apply: string;
  /** Empty: what it set is simply left. */
  readonly undo: string;
  /** Only the program's own option says that a rule of the routing policy is one for IPv6. */
  readonly onlyIpv6?: boolean;
}

export interface Applied {
  readonly done: readonly Step[];
  readonly failure?: RouterosError;
}

const program = (onlyIpv6: boolean): readonly string[] => (onlyIpv6 ? ['ip', '-6'] : ['ip']);

/** All in one process, and rules for IPv6 in another; it stops at the first line that fails. */
export async function applySteps(steps: readonly Step[]): Promise<Applied> {
  const first = await applyBatch(
    steps.filter(({ onlyIpv6 }) => onlyIpv6 !== true),
    false,
  );
  if (first.failure !== undefined) return first;
  const second = await applyBatch(
    steps.filter(({ onlyIpv6 }) => onlyIpv6 === true),
    true,
  );
  return { ...second, done: [...first.done, ...second.done] };
}

/** What stands before the line that fails is done. */
async function applyBatch(steps: readonly Step[], onlyIpv6: boolean): Promise<Applied> {
  if (steps.length === 0) return { done: [] };
  const input = steps.map((step) => `${step.apply}\n`).join('');
  const result = await runBriefly([...program(onlyIpv6), '-batch', '-'], { input });
  if (result.exitCode === 0) return { done: steps };
  const line = Number(/Command failed -:(\d+)/.exec(result.stderr)?.[1] ?? 0);
  const reason = result.stderr.split('\n')[0] ?? '';
  const failure = new RouterosError(`failure: ${steps[line - 1]?.apply ?? 'ip'}: ${reason}`, {
    category: trapCategories.general,
  });
  return { done: steps.slice(0, Math.max(0, line - 1)), failure };
}

/** What is taken back may be gone already: deleting a bridge takes its addresses along. */
export async function undoSteps(steps: readonly Step[]): Promise<void> {
  for (const onlyIpv6 of [true, false]) {
    const lines = steps.filter((step) => (step.onlyIpv6 ?? false) === onlyIpv6).map(({ undo }) => undo);
    const input = lines.flatMap((line) => (line === '' ? [] : [`${line}\n`])).join('');
    if (input !== '') await runBriefly([...program(onlyIpv6), '-force', '-batch', '-'], { input });
  }
}

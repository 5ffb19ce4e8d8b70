import type { TrialOrder, TrialReport } from './trial.ts';

/** What is known of the lab that serves the trials. */
interface TrialLab {
  /** Another one has another number. */
  readonly number: number;
  /** Steps that have passed in it. */
  readonly passed: Set<string>;
}

/**
 * Runs an order. Steps that fail in a lab in which they fail without the fault, too, have not noticed it: they lack something
 * there that another step has left in other labs, such as a server. That is inconclusive.
 */
export async function runConfirmed(
  order: TrialOrder,
  lab: TrialLab,
  run: (order: TrialOrder) => Promise<TrialReport>,
): Promise<TrialReport> {
  const report = await run(order);
  const { plain } = order;
  const steps = order.steps?.join();
  if (steps === undefined) return report;
  if (report.status === 'failed' && plain !== undefined && !lab.passed.has(steps)) {
    const { number } = lab;
    const { status } = await run({ ...order, ...plain });
    if (status !== 'passed' || lab.number !== number) return { ...report, status: 'inconclusive' };
    lab.passed.add(steps);
  }
  if (report.status === 'passed') lab.passed.add(steps);
  return report;
}

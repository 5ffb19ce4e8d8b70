import type { Failure, StepModel } from '../model/scenario.ts';
import type { Trouble } from '../model.ts';

/** One labelled part of what went wrong: `expected`, `observed`, `evidence` … */
export interface TroublePart {
  readonly label: 'expected' | 'observed' | 'reason' | 'error' | 'remedy' | 'evidence';
  readonly text: string;
}

/** The part of a step, or of an error, that tells what went wrong. */
interface Told {
  readonly step?: Pick<StepModel, 'status' | 'expected' | 'observed' | 'evidence'>;
  readonly error?: Failure;
}

/** What went wrong, in the order in which it is read. Every reporter shows the same parts. */
export function troubleParts({ step, error }: Told): TroublePart[] {
  const observed = step?.observed === error?.message ? undefined : step?.observed;
  const parts: (TroublePart | undefined)[] = [
    part('expected', step?.expected),
    part(step !== undefined && isReason(step) ? 'reason' : 'observed', observed),
    part('error', error && `${error.message} (${error.code})`),
    part('remedy', error?.remedy),
    part('evidence', step?.evidence),
    part('evidence', error?.evidence === step?.evidence ? undefined : error?.evidence),
  ];
  return parts.filter((candidate) => candidate !== undefined);
}

/** What was observed says why nothing could be expected. */
function isReason({ status, expected }: NonNullable<Told['step']>): boolean {
  return expected === undefined && (status === 'inconclusive' || status === 'skipped');
}

function part(label: TroublePart['label'], text: string | undefined): TroublePart | undefined {
  return text === undefined || text === '' ? undefined : { label, text };
}

/** Why a step was skipped or could not tell. */
export function reasonOf({ observed, evidence }: Pick<StepModel, 'observed' | 'evidence'>): string {
  return observed ?? evidence ?? '';
}

/** `husain/scheme3 › 4 the administrator hears of it`. */
export function troubleTitle({ scenario, step }: Trouble): string {
  return step === undefined ? scenario.id : `${scenario.id} › ${step.number} ${step.title}`;
}

import { KnocklabError } from '../core/errors.ts';

/** That a file of a run can no longer be written: the run ends there, and what it has measured before is kept. */
export function notWritten(file: string, runDirectory: string, cause: unknown): KnocklabError {
  const full = cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
  const reason = full ? 'the disk is full' : String(cause);
  return new KnocklabError('trace/not-written', `What was measured can no longer be written to ${file}: ${reason}.`, {
    remedy:
      `What was written before is whole. Make room and run "knocklab report write ${runDirectory}", ` +
      `or have the reports made on another disk: "knocklab report merge ${runDirectory} --out FOLDER".`,
    cause,
  });
}

import type { ReportingDescriptor, Result } from 'sarif';
import type { Finding } from '../../analysis/check/check-configuration.ts';
import { checks } from '../../analysis/check/checks.ts';
import type { Proof } from '../../analysis/check/prove/prove.ts';
import { sarifLocation, sarifText } from '../../report/sarif-log.ts';
import { plainText } from '../../report/text/plain-text.ts';
import { packageVersion } from '../package-version.ts';
import { type CheckedFile, proofText, subject } from './check-text.ts';

/** Findings for code scanning (SARIF 2.1.0): every check is named, so that a reader knows what was looked for and not found. */
export function checkSarif(files: readonly CheckedFile[]): string {
  const notes = files.flatMap(({ file, errors }) =>
    errors.map(({ line, text }) => ({
      level: 'error' as const,
      message: { text: plainText(text) },
      locations: [sarifLocation(file, line)],
    })),
  );
  return sarifText({
    version: packageVersion(),
    rules: checks.map(ruleOf),
    invocation: {
      executionSuccessful: notes.length === 0,
      ...(notes.length === 0 ? {} : { toolExecutionNotifications: notes }),
    },
    results: files.flatMap(
      ({ file, result, proofs }) =>
        result?.findings.map((finding) => resultOf(file, finding, proofs?.get(finding))) ?? [],
    ),
  });
}

function ruleOf({ id, level, title, finds, source, practice }: (typeof checks)[number]): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: `Finds ${finds}.` },
    help: { text: `${practice === undefined ? '' : `Good practice ${practice}. `}Source: ${source}.` },
    defaultConfiguration: { level },
  };
}

function resultOf(file: string, { check, level, at, problem, why, fix }: Finding, proof: Proof | undefined): Result {
  const shown = proof === undefined ? '' : `\n${proofText(proof)}`;
  return {
    ruleId: check.id,
    level,
    message: { text: plainText(`${subject(at)}${problem}\n${why}\nFix: ${fix}${shown}`) },
    locations: [sarifLocation(file, at?.line)],
  };
}

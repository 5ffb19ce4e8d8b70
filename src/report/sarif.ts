import type { Invocation, Result } from 'sarif';
import { faultPlace } from './model/fault-place.ts';
import { type RunModel, type Trouble, troublesOf } from './model.ts';
import { sarifLocation, sarifText } from './sarif-log.ts';
import { plainText } from './text/plain-text.ts';
import { troubleParts, troubleTitle } from './text/trouble-text.ts';

const rules = {
  failed: 'The firewall did not do what the scenario promises.',
  inconclusive: 'The harness could not tell.',
  error: 'The harness could not do its work.',
} as const;

type RuleId = keyof typeof rules;

/** The text of results.sarif (SARIF 2.1.0), for code scanning: what went wrong, at the line of the configuration. */
export function renderSarif(model: RunModel): string {
  return sarifText({
    version: model.tools['knocklab'],
    rules: Object.entries(rules).map(([id, text]) => ({ id, shortDescription: { text } })),
    invocation: invocationOf(model),
    results: troublesOf(model).map(resultOf),
  });
}

function invocationOf({ finished, status, exitCode, problems }: RunModel): Invocation {
  const notes = problems.map((text) => ({ level: 'error' as const, message: { text } }));
  return {
    executionSuccessful: finished && status !== 'error',
    exitCode,
    ...(notes.length === 0 ? {} : { toolExecutionNotifications: notes }),
  };
}

function resultOf(trouble: Trouble): Result {
  const ruleId = ruleOf(trouble);
  const place = faultPlace(trouble);
  return {
    ruleId,
    level: ruleId === 'inconclusive' ? 'warning' : 'error',
    message: { text: troubleMessage(trouble) },
    ...(place === undefined ? {} : { locations: [sarifLocation(place.file, place.line)] }),
  };
}

function ruleOf({ scenario, step }: Trouble): RuleId {
  const status = step?.status ?? scenario.status;
  return status === 'failed' || status === 'inconclusive' ? status : 'error';
}

/** What went wrong in a few lines, with the rule that decided. */
export function troubleMessage(trouble: Trouble): string {
  const rule = faultPlace(trouble)?.rule;
  const lines = [
    troubleTitle(trouble),
    ...troubleParts(trouble).map(({ label, text }) => `${label}: ${text}`),
    ...(rule === undefined ? [] : [`decided by: ${rule}`]),
  ];
  return plainText(lines.join('\n'));
}

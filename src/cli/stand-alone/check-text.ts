import type { Checked } from '../../analysis/check/check-configuration.ts';
import { clientCommand } from '../../analysis/check/client-command.ts';
import { type Ladder, stageText } from '../../analysis/check/ladders.ts';
import { plainText } from '../../report/text/plain-text.ts';

export interface CheckedFile {
  readonly file: string;
  /** Where RouterOS would stop reading. */
  readonly errors: readonly { readonly line: number; readonly column: number; readonly text: string }[];
  /** Undefined: it does not parse. */
  readonly result: Checked | undefined;
}

type Finding = Checked['findings'][number];

export function checkText(files: readonly CheckedFile[]): string {
  return plainText(files.map(fileText).join('\n'));
}

function fileText({ file, errors, result }: CheckedFile): string {
  if (result === undefined)
    return errors.map(({ line, column, text }) => `${file}:${line}:${column}: ${text}\n`).join('');
  const { ladders, findings, unread } = result;
  const knocks = ladders.length === 0 ? ['no knock found'] : ladders.map(ladderText);
  const notes = unread.map(({ line, text }) => `${file}:${line}: not judged, only a run could tell: ${text}`);
  const count = findings.length === 1 ? '1 finding' : `${findings.length === 0 ? 'no' : findings.length} findings`;
  return `${[`${file}: ${count}`, ...indented(knocks), ...notes, ...findings.map((one) => findingText(file, one))].join('\n')}\n`;
}

function ladderText({ stages, lists }: Ladder): string {
  const client = clientCommand(stages);
  const steps = stages.map(stageText).join(', ');
  return `knock: ${steps} → ${lists.join(', ')}${client === undefined ? '' : `; a client: ${client}`}`;
}

function findingText(file: string, { check, at, problem, why, fix }: Finding): string {
  const place = at?.line === undefined ? file : `${file}:${at.line}`;
  const practice = check.practice === undefined ? '' : `, practice ${check.practice}`;
  return [
    '',
    `${place}: ${subject(at)}${problem}`,
    ...indented([`${check.id}${practice}: ${check.title}`, `why: ${why}`, `fix: ${fix}`]),
  ].join('\n');
}

/** `/ip firewall filter 3 ` */
function subject(at: Finding['at']): string {
  if (at === undefined) return '';
  return 'number' in at ? `${at.menu} ${at.number} ` : `${at.menu}: `;
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

/** For machines; every field is always there. */
export function checkJson({ file, errors, result }: CheckedFile): unknown {
  return {
    file,
    ok: errors.length === 0 && result?.findings.length === 0,
    errors,
    knocks: result?.ladders.map(knockJson) ?? [],
    findings: result?.findings.map(findingJson) ?? [],
    unread: result?.unread ?? [],
  };
}

function knockJson({ stages, lists }: Ladder): unknown {
  return {
    lists,
    sequence: stages.map(({ rule, list, protocol, port, data, timeout }) => ({
      protocol: protocol ?? null,
      port: port ?? null,
      data: data ?? null,
      list,
      timeout: timeout ?? null,
      menu: rule.menu,
      rule: rule.number,
      line: rule.line ?? null,
    })),
    client: clientCommand(stages) ?? null,
  };
}

function findingJson({ check, at, problem, why, fix }: Finding): unknown {
  return {
    check: check.id,
    practice: check.practice ?? null,
    title: check.title,
    menu: at?.menu ?? null,
    rule: at !== undefined && 'number' in at ? at.number : null,
    line: at?.line ?? null,
    text: at?.text ?? null,
    problem,
    why,
    fix,
  };
}

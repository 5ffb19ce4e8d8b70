import type { Source } from '../../../core/source.ts';
import type { Dialect } from '../../../routeros/dialect.ts';
import { checkConfiguration, type Finding } from '../check-configuration.ts';
import { type Configuration, type Item, readConfiguration } from '../configuration.ts';
import type { Check, Edit } from '../finding.ts';
import { editCommand, replaced } from './edit-command.ts';

/** A configuration with as many findings mended as can be without judgement. */
export interface Fixed {
  readonly text: string;
  readonly fixed: readonly Finding[];
  readonly left: readonly Finding[];
}

/**
 * Mends one finding after the other. An edit stays only when its finding is gone, no other has come, and the text reads as it did
 * but for the one property.
 */
export function fixConfiguration(source: Source, checks: readonly Check[], dialect: Dialect = '7'): Fixed {
  const tried = new Set<string>();
  const fixed: Finding[] = [];
  let text = source.text;
  let left = findingsOf(text);
  for (let next = untried(left, tried); next !== undefined; next = untried(left, tried)) {
    tried.add(keyOf(next));
    const edited = apply(text, next);
    if (edited === undefined || !isSameBut(read(text), read(edited), next)) continue;
    const after = findingsOf(edited);
    if (!isBetter(left, after, next)) continue;
    fixed.push(next);
    [text, left] = [edited, after];
  }
  return { text, fixed, left };

  function findingsOf(of: string): readonly Finding[] {
    return checkConfiguration({ name: source.name, text: of }, checks, dialect).findings;
  }
  function read(of: string): Configuration {
    return readConfiguration({ name: source.name, text: of }, dialect);
  }
}

const untried = (findings: readonly Finding[], tried: ReadonlySet<string>): Finding | undefined =>
  findings.find((finding) => finding.edit !== undefined && !tried.has(keyOf(finding)));

/** The same finding before and after an edit, whose line may have moved. */
function keyOf({ check, at, problem }: Finding): string {
  return [check.id, at?.menu, at !== undefined && 'number' in at ? at.number : at?.line, problem].join('\n');
}

function apply(text: string, { at, edit }: Finding): string | undefined {
  return at?.command === undefined || edit === undefined ? undefined : replaced(text, editCommand(at.command, edit));
}

function isBetter(before: readonly Finding[], after: readonly Finding[], { check, at }: Finding): boolean {
  const known = new Set(before.map(keyOf));
  const isNew = after.some((finding) => !known.has(keyOf(finding)));
  const count = (findings: readonly Finding[]): number =>
    findings.filter((finding) => finding.check === check && finding.at?.text === at?.text).length;
  return !isNew && after.length < before.length && count(after) < count(before);
}

function isSameBut(before: Configuration, after: Configuration, { at, edit }: Finding): boolean {
  if (at === undefined || edit === undefined || before.unread.length !== after.unread.length) return false;
  return [...before.menus].every(([menu, items]) => {
    const now = after.items(menu);
    return (
      now.length === items.length &&
      items.every((item, number) =>
        isSameItem(
          item,
          now[number],
          item.command !== undefined && item.command.start === at.command?.start ? edit : undefined,
        ),
      )
    );
  });
}

function isSameItem(before: Item, after: Item | undefined, edit: Edit | undefined): boolean {
  const expected = edit === undefined ? before.properties : new Map(before.properties).set(edit.name, edit.value);
  const now = after?.properties;
  return now?.size === expected.size && [...expected].every(([name, value]) => now.get(name) === value);
}

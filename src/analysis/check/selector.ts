import type { Expression } from '../../routeros/ast.ts';

/** Which items a command means: words behind its name (`0`, `telnet,ftp`), or a value (`[find name=telnet]`). */
export interface Selector {
  readonly words: readonly string[];
  readonly value?: Expression;
}

type Properties = ReadonlyMap<string, string>;

/** Whether it means this item; undefined: only a run could tell. */
export function selects(selector: Selector, properties: Properties, number: number, of: number): boolean | undefined {
  const { words, value } = selector;
  const [word] = words;
  if (word !== undefined) return namesIt(word, properties, number);
  // Menus of one item have nothing to choose from.
  if (value === undefined) return of === 1;
  if (value.kind === 'word') return namesIt(value.text, properties, number);
  if (value.kind === 'string') {
    const [name = ''] = value.parts;
    return typeof name === 'string' && value.parts.length < 2 ? namesIt(name, properties, number) : undefined;
  }
  if (value.kind !== 'bracket' || value.statement?.kind !== 'command') return undefined;
  const { words: command, where, args } = value.statement;
  if (command.map(({ text }) => text).join(' ') !== 'find' || args.length > 0) return undefined;
  return where === undefined ? true : holds(where, properties);
}

function namesIt(word: string, properties: Properties, number: number): boolean {
  return word.split(',').some((one) => one === String(number) || one === properties.get('name'));
}

function holds(where: Expression, properties: Properties): boolean | undefined {
  if (where.kind === 'group') return holds(where.inner, properties);
  if (where.kind === 'is-set') return properties.has(where.name);
  if (where.kind === 'juxtaposition') return all(where.terms.map((term) => holds(term, properties)));
  if (where.kind !== 'binary') return undefined;
  const { operator, left, right } = where;
  if (operator === 'and') return all([holds(left, properties), holds(right, properties)]);
  const [name, value] = [wordOf(left), wordOf(right)];
  if (name === undefined || value === undefined) return undefined;
  if (operator === '=') return properties.get(name) === value;
  return operator === '!=' ? properties.get(name) !== value : undefined;
}

function all(terms: readonly (boolean | undefined)[]): boolean | undefined {
  return terms.includes(false) ? false : terms.includes(undefined) ? undefined : true;
}

function wordOf(expression: Expression): string | undefined {
  if (expression.kind === 'word') return expression.text;
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'string' || expression.parts.length > 1) return undefined;
  const [text = ''] = expression.parts;
  return typeof text === 'string' ? text : undefined;
}

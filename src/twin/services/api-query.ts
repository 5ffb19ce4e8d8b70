import type { Row } from '../../routeros/api/sentence.ts';

/**
 * The query words of `print`: each pushes a truth value, `?#…` works on the stack, and a row is wanted when no false
 * is left on it. Below the pushed values lie infinitely many true ones (MikroTik's manual, "API", queries).
 */
export function matchesQuery(words: readonly string[], row: Row): boolean {
  let stack: boolean[] = [];
  for (const word of words) {
    if (word.startsWith('?#')) stack = runOperations(stack, word.slice(2));
    else stack.push(compare(word.slice(1), row));
  }
  return !stack.includes(false);
}

/** The property that a query word is about; none for operations on the stack. */
export function queriedProperty(word: string): string[] {
  if (word.startsWith('?#')) return [];
  return [splitAt(word.replace(/^\?[-=<>]?/, ''))[0]];
}

/** `name`, `-name`, `name=x`, `=name=x`, `<name=x`, `>name=x` */
function compare(query: string, row: Row): boolean {
  if (query.startsWith('-')) return propertyOf(row, query.slice(1)) === undefined;
  const operator = /^[=<>]/.exec(query)?.[0];
  const [name, wanted] = splitAt(operator === undefined ? query : query.slice(1));
  const value = propertyOf(row, name);
  // Unset is not the empty string: `?comment=` finds no row without a comment (measured on 7.23).
  if (value === undefined) return false;
  if (wanted === undefined) return true;
  if (operator === '<') return order(value, wanted) < 0;
  if (operator === '>') return order(value, wanted) > 0;
  return value === wanted || isSameTruth(value, wanted);
}

/** Clients choose the name: `constructor` is no property of a row. */
function propertyOf(row: Row, name: string): string | undefined {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

function splitAt(query: string): [name: string, value: string | undefined] {
  const end = query.indexOf('=');
  return end === -1 ? [query, undefined] : [query.slice(0, end), query.slice(end + 1)];
}

/** The API writes booleans as true and false and reads yes and no as well. */
function isSameTruth(value: string, wanted: string): boolean {
  return (value === 'true' && wanted === 'yes') || (value === 'false' && wanted === 'no');
}

function order(a: string, b: string): number {
  const isNumeric = /^-?\d+$/.test(a) && /^-?\d+$/.test(b);
  if (!isNumeric) return a < b ? -1 : Number(a > b);
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : Number(difference > 0n);
}

/**
 * operations = { index | '!' | '&' | '|' | '.' }, read from left to right. An index copies that value, counted from
 * the top; at the end of the word it replaces the whole stack. A dot after an index does nothing, after anything else
 * it copies the top.
 */
function runOperations(before: readonly boolean[], operations: string): boolean[] {
  let stack = [...before];
  const tokens = operations.match(/\d+\.?|[!&|.]/g) ?? [];
  for (const [at, token] of tokens.entries()) {
    if (/^\d/.test(token)) stack = pickIndex(stack, token, at === tokens.length - 1);
    else operate(stack, token);
  }
  return stack;
}

function pickIndex(stack: readonly boolean[], token: string, isLast: boolean): boolean[] {
  const value = stack.at(-1 - Number.parseInt(token, 10)) ?? true;
  return isLast && !token.endsWith('.') ? [value] : [...stack, value];
}

function operate(stack: boolean[], operator: string): void {
  const top = stack.pop() ?? true;
  if (operator === '!') stack.push(!top);
  else if (operator === '.') stack.push(top, top);
  else stack.push(combine(operator, stack.pop() ?? true, top));
}

function combine(operator: string, a: boolean, b: boolean): boolean {
  return operator === '&' ? a && b : a || b;
}

import type { Expression } from '../ast.ts';

/** The text of an expression that is only a text: a bare word or a string into which nothing is put. */
export function literalText(expression: Expression): string | undefined {
  if (expression.kind === 'word') return expression.text;
  if (expression.kind !== 'string') return undefined;
  const [part = '', ...more] = expression.parts;
  return typeof part === 'string' && more.length === 0 ? part : undefined;
}

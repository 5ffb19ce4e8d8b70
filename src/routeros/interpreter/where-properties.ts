import type { Expression, IsSet, Name } from '../ast.ts';

/** The first bare word of a condition that is no property of the menu. */
export function findUnknownProperty(expression: Expression, known: ReadonlySet<string>): Name | IsSet | undefined {
  if (expression.kind === 'name' || expression.kind === 'is-set')
    return known.has(expression.name) ? undefined : expression;
  for (const part of partsOf(expression)) {
    const unknown = findUnknownProperty(part, known);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

/** Brackets and strings hold code of their own, in which bare words are no properties. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'group':
      return [expression.inner];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'juxtaposition':
      return expression.terms;
    default:
      return [];
  }
}

import type {
  Argument,
  ArrayLiteral,
  Block,
  Call,
  Command,
  Expression,
  Script,
  Statement,
  StringLiteral,
} from './ast.ts';
import { escapeUnits } from './export-text.ts';

/** A script's text, one statement a line; parsing it gives the same tree. */
export function print(script: Script): string {
  return script.body.statements.map((statement) => `${printStatement(statement)}\n`).join('');
}

/** An expression's text. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'word':
      return expression.text;
    case 'string':
      return printString(expression);
    case 'variable':
      return printVariable(expression.name);
    case 'name':
    case 'is-set':
      return expression.name;
    case 'unary':
      return `${expression.operator}${expression.operator === 'any' ? ' ' : ''}${printExpression(expression.operand)}`;
    case 'binary':
      return printBinary(expression.operator, expression.left, expression.right);
    case 'juxtaposition':
      return expression.terms.map(printExpression).join(' ');
    case 'group':
      return `(${printExpression(expression.inner)})`;
    case 'bracket':
      return `[${expression.statement === undefined ? '' : printStatement(expression.statement)}]`;
    case 'array':
      return printArray(expression);
    case 'code':
      return printBlock(expression.block);
    case 'text-block':
      return `{${expression.text}}`;
  }
}

function printStatement(statement: Statement): string {
  return statement.kind === 'call' ? printCall(statement) : printCommand(statement);
}

function printCall({ callee, args }: Call): string {
  return [printExpression(callee), ...args.map(printArgument)].join(' ');
}

function printCommand({ prefix, words, args, where, block }: Command): string {
  const parts = [...words.map((word) => word.text), ...args.map(printArgument)];
  if (block !== undefined) parts.push(printBlock(block));
  // Behind `find` the word `where` may be missing, but is never wrong.
  if (where !== undefined) parts.push('where', printExpression(where));
  return prefix + parts.join(' ');
}

function printArgument(argument: Argument): string {
  if (argument.kind === 'unset') return `!${argument.name}`;
  if (argument.kind === 'positional') return printExpression(argument.value);
  const name = /^\.?[A-Za-z0-9][A-Za-z0-9.-]*$/.test(argument.name) ? argument.name : `"${argument.name}"`;
  return `${name}=${argument.value === undefined ? '' : printExpression(argument.value)}`;
}

function printBlock(block: Block): string {
  return block.statements.length === 0 ? '{}' : `{ ${block.statements.map(printStatement).join('; ')} }`;
}

/** Blanks keep operators apart from names and literals that would swallow them. */
function printBinary(operator: string, left: Expression, right: Expression): string {
  return `${printExpression(left)} ${operator} ${printExpression(right)}`;
}

function printArray({ members }: ArrayLiteral): string {
  const texts = members.map(({ key, value }) => {
    const text = value === undefined ? '' : printExpression(value);
    return key === undefined ? text : `${printKey(key)}=${text}`;
  });
  return `{${texts.join(';')}}`;
}

function printKey(key: string): string {
  return /^[A-Za-z0-9./-]+$/.test(key) ? key : `"${key.replace(/["\\$?]/g, '\\$&')}"`;
}

function printVariable(name: string): string {
  return /^[A-Za-z0-9]+$/.test(name) ? `$${name}` : `$"${name}"`;
}

function printString({ parts }: StringLiteral): string {
  const texts = parts.map((part, index) => {
    if (typeof part === 'string') return escapeUnits(part).join('');
    if (part.kind !== 'variable') return `$${printExpression(part)}`;
    const next = parts[index + 1];
    const goesOn = typeof next === 'string' && /^[A-Za-z0-9]/.test(next);
    return goesOn ? `$"${part.name}"` : printVariable(part.name);
  });
  return `"${texts.join('')}"`;
}

/** What a character may be part of, a bit each. */
export const letterOrDigit = 1;
/** The unquoted-literal set that the console's own completion text lists. */
export const bareWord = 2;
export const argumentName = 4;
/** A name inside an expression; a minus belongs to it unless it begins `->`. */
export const expressionName = 8;
/** The same for what `where` compares with. */
export const whereValue = 16;
export const arrayKey = 32;
/** What an operand may begin with that no operator stands before. */
export const operandStart = 64;

const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const classes = classTable([
  [letterOrDigit, ''],
  [bareWord, '-.,:<>/|+_*&^%#@!~'],
  [argumentName, '.-'],
  [expressionName, '.-'],
  [whereValue, '_.*@#-'],
  [arrayKey, './-'],
  [operandStart, '"$([{!.'],
]);

function classTable(members: readonly (readonly [bit: number, others: string])[]): Uint8Array {
  const table = new Uint8Array(128);
  for (const [bit, others] of members)
    for (const char of lettersAndDigits + others) table[char.charCodeAt(0)] = (table[char.charCodeAt(0)] ?? 0) | bit;
  return table;
}

/** Is a character, by its code, one of a class? */
export const isOf = (code: number, mask: number): boolean => code < 128 && ((classes[code] ?? 0) & mask) !== 0;

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
export const isLowerCase = (code: number): boolean => code >= 0x61 && code <= 0x7a;
export const isLetter = (code: number): boolean => isLowerCase(code | 0x20) && code < 128;

/** Stands for the end of the text: no character has this code. */
export const noCode = 0x1_00_00;

/** Codes of the characters that RouterOS's grammar knows. */
export const codes = {
  tab: 0x09,
  lf: 0x0a,
  cr: 0x0d,
  space: 0x20,
  exclamation: 0x21,
  quote: 0x22,
  hash: 0x23,
  dollar: 0x24,
  openGroup: 0x28,
  closeGroup: 0x29,
  minus: 0x2d,
  dot: 0x2e,
  slash: 0x2f,
  colon: 0x3a,
  semicolon: 0x3b,
  equals: 0x3d,
  greater: 0x3e,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  tilde: 0x7e,
} as const;

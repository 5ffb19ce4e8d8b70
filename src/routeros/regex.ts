import { RE2JS } from 're2js';
import { RouterosError, trapCategories } from './routeros-error.ts';

/** Regular expressions of `~`: POSIX extended, unanchored, by case. Compiled ones are kept. */
export class RegexCache {
  readonly #compiled = new Map<string, RE2JS>();
  readonly #most: number;

  constructor(most = 200) {
    this.#most = most;
  }

  /** Does a text hold a match? */
  test(pattern: string, text: string): boolean {
    return this.#get(pattern).matcher(text).find();
  }

  #get(pattern: string): RE2JS {
    const known = this.#compiled.get(pattern);
    if (known !== undefined) return known;
    if (this.#compiled.size >= this.#most) this.#compiled.clear();
    const regex = compilePosix(pattern);
    this.#compiled.set(pattern, regex);
    return regex;
  }
}

/** A matcher for the data of connections, by bytes and without regard to case: `/ip firewall layer7-protocol`. */
export function compileForData(pattern: string): (data: string) => boolean {
  const regex = compilePosix(withBytes(pattern), RE2JS.CASE_INSENSITIVE);
  return (data) => regex.matcher(data).find();
}

/** `\x2e` is the byte itself, with no other meaning: l7-filter reads such escapes before the expression. */
const withBytes = (pattern: string): string =>
  pattern.replace(/\\x([0-9a-f]{2})/gi, (_, digits: string) => {
    const byte = String.fromCharCode(Number.parseInt(digits, 16));
    return /[$()*+.?[\]^{|}\\]/.test(byte) ? `\\${byte}` : byte;
  });

/** Compiles a POSIX extended regular expression. `.` also matches a line end, as in RouterOS's library. */
function compilePosix(pattern: string, flags = 0): RE2JS {
  try {
    return RE2JS.compile(toRe2(pattern), RE2JS.DOTALL | flags);
  } catch {
    throw new RouterosError(`bad regular expression: ${pattern}`, { category: trapCategories.argument });
  }
}

const tokens = /\[\^?\]?(?:\[[:.=][^\]]*[:.=]\]|[^\]])*\]|\\[\s\S]|\{\d+(?:,\d*)?\}|[\s\S]/g;

type TokenKind = 'start' | 'atom' | 'repeat';

/**
 * POSIX extended syntax written for RE2: inside brackets a backslash is itself, a `{` that opens no count is itself,
 * `*` at the start is a character, and repeating a repetition changes nothing (RE2 would read `*?` as "shortest").
 */
function toRe2(pattern: string): string {
  let text = '';
  let previous: TokenKind = 'start';
  for (const [token] of pattern.matchAll(tokens)) {
    const kind = kindOf(token);
    text += kind === 'repeat' ? translateRepeat(token, previous) : translateToken(token);
    previous = kind;
  }
  return text;
}

function kindOf(token: string): TokenKind {
  if (token === '(' || token === '|' || token === '^') return 'start';
  return /^(?:[*+?]|\{\d.*)$/.test(token) ? 'repeat' : 'atom';
}

function translateRepeat(token: string, previous: TokenKind): string {
  if (previous === 'atom') return token;
  return previous === 'start' ? `\\${token}` : '';
}

function translateToken(token: string): string {
  if (token.length > 1 && token.startsWith('[')) return translateBracket(token);
  if (token.length > 1 && token.startsWith('\\')) return translateEscape(token);
  return token === '{' || token === '}' ? `\\${token}` : token;
}

function translateBracket(part: string): string {
  const match = /^(\[\^?)(\]?)([\s\S]*)\]$/.exec(part);
  const [, open = '[', first = '', rest = ''] = match ?? [];
  const members = rest.replace(/\[:\w+:\]|\\|\[/g, (found) => (found.startsWith('[:') ? found : `\\${found}`));
  return `${open}${first === '' ? '' : '\\]'}${members}]`;
}

/** GNU's `\w \W \s \S \b \B \< \>` stay; any other escaped character means itself, so `\d` is a d. */
function translateEscape(token: string): string {
  const char = token.slice(1);
  if (char === '<' || char === '>') return '\\b';
  if (/[wWsSbB]/.test(char)) return token;
  return /[\w\s]/.test(char) || char.charCodeAt(0) > 127 ? char : token;
}

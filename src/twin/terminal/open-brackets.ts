const closing: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/**
 * What a text has left open, as the prompt of the next line shows it: brackets, a string's quote, and the backslash
 * that joins two lines (language-facts 7).
 */
export function openBrackets(text: string): string {
  const open: string[] = [];
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '#' && /(?:^|[\n;{])[ \t]*$/.test(text.slice(Math.max(0, at - 80), at)))
      at = endOfLine(text, at);
    else if (closing[character] !== undefined) open.push(character);
    else if (closing[open.at(-1) ?? ''] === character) open.pop();
  }
  const joins = /(?:^|[^\\])(?:\\\\)*\\$/.test(text);
  return `${open.join('')}${isQuoted ? '"' : ''}${joins ? '\\' : ''}`;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** One command as it goes over the API: `/ip/address/print`, and its words. */
export interface ApiLine {
  readonly command: string;
  readonly words: readonly string[];
  /** Properties that are asked for, in their order. */
  readonly proplist: readonly string[];
}

/**
 * Reads a line such as `/ip/firewall/filter/add chain=x comment="a b"`; `$name` is the item that an earlier line has made.
 * line = command { " " word }; word = name "=" value | name | "?" query | "!" name; values with blanks stand in quotes.
 */
export function readApiLine(line: string, items: ReadonlyMap<string, string>): ApiLine {
  const [command = '', ...given] = wordsOf(line).map((word) => withItems(word, items));
  const proplist = given.find((word) => word.startsWith('.proplist='))?.slice('.proplist='.length);
  return { command, words: given.map(apiWord), proplist: proplist === undefined ? [] : proplist.split(',') };
}

function wordsOf(line: string): string[] {
  const words = line.match(/(?:[^\s"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/"((?:[^"\\]|\\.)*)"/g, (_, text: string) => text.replaceAll(/\\(.)/g, '$1')),
  );
}

/** A name that no line has given stays as it is: it may be a dollar of a script. */
function withItems(word: string, items: ReadonlyMap<string, string>): string {
  return word.replaceAll(/\$(\w+)/g, (text, name: string) => items.get(name) ?? text);
}

function apiWord(word: string): string {
  if (word.startsWith('?')) return word;
  return word.includes('=') ? `=${word}` : `=${word}=`;
}

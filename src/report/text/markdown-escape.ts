import { plainLine, plainText } from './plain-text.ts';

/** Text in a line or a table cell of GitHub's Markdown, shown as it is: no markup, no links, nobody is notified. */
export function markdownText(text: string): string {
  return plainLine(text)
    .replace(/[\\`*{}[\]<>#|~!&]|(?<!\w)_|_(?!\w)/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@(?=\w)/g, '@<!-- -->')
    .replace(/(https?:)(?=\/\/)/gi, '$1<!-- -->')
    .replace(/^([-+]|\d+\.)(?=\s)/, '\\$1');
}

/** A code block whose fence is longer than any run of backticks in the text. */
export function markdownBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${plainText(text).replace(/\n+$/, '')}\n${fence}`;
}

/** Code within a line. */
export function markdownCode(text: string): string {
  const line = plainLine(text).replaceAll('|', '\\|');
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}

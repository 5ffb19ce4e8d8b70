import { type Refusal, refuse } from './api-answer.ts';

const longestMessage = 4096;

/** What the Bot API finds wrong with a text, in its order; undefined when it would be sent. */
export function findTextFault(text: string, parseMode: string | undefined): Refusal | undefined {
  const unclosed = parseMode?.toLowerCase() === 'markdown' ? findUnclosedEntity(text) : undefined;
  if (unclosed !== undefined) {
    const where = Buffer.byteLength(text.slice(0, unclosed));
    const problem = `Can't find end of the entity starting at byte offset ${where}`;
    return refuse(400, `Bad Request: can't parse entities: ${problem}`);
  }
  // Characters, not UTF-16 units: TDLib counts code points.
  if (Array.from(text).length > longestMessage) return refuse(400, 'Bad Request: message is too long');
  return undefined;
}

/** Where an entity of the legacy Markdown begins that never ends: an interface name like `ether_1` is enough. */
function findUnclosedEntity(text: string): number | undefined {
  let at = 0;
  while (at < text.length) {
    const mark = text[at] ?? '';
    if (mark === '\\') at += 2;
    else if (!'_*`'.includes(mark)) at += 1;
    else {
      const end = text.indexOf(mark, at + 1);
      if (end === -1) return at;
      at = end + 1;
    }
  }
  return undefined;
}

export function isKnownParseMode(parseMode: string): boolean {
  return ['', 'none', 'markdown', 'markdownv2', 'html'].includes(parseMode.toLowerCase());
}

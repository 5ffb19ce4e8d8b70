import { plainText } from '../text/plain-text.ts';

/** Markup that is safe to put into a page as it is. Only `html` and `trustedMarkup` make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes: text is escaped, markup is not, nothing leaves nothing. */
export type Content = Markup | string | number | undefined | false | readonly Content[];

/** A template whose values are all escaped unless they are markup themselves. Attributes must be in double quotes. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const written = parts.map((part, index) => (index === 0 ? part : `${render(values[index - 1])}${part}`));
  return new Markup(written.join(''));
}

/** For our own style sheet and script, never for anything that a run brought. */
export function trustedMarkup(text: string): Markup {
  return new Markup(text);
}

/** Data for the page's own script, in an element that no browser runs: text in it can end neither the element nor a string. */
export function dataScript(id: string, value: unknown): Markup {
  const readable = (_key: string, inner: unknown): unknown => (typeof inner === 'string' ? plainText(inner) : inner);
  const json = JSON.stringify(value, readable).replace(/[<>&]/g, (sign) => {
    return `\\u00${sign.charCodeAt(0).toString(16)}`;
  });
  return new Markup(`<script type="application/json" id="${escapeHtml(id)}">${json}</script>`);
}

function render(value: Content): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(render).join('');
  return escapeHtml(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escapeHtml(text: string): string {
  return plainText(text).replace(/[&<>"'`]/g, (character) => entities[character] ?? character);
}

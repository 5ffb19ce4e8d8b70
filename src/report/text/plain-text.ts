import { stripVTControlCharacters } from 'node:util';

/**
 * Text from outside (output, banners, log lines) made safe to show: no escape sequences, no control characters but tab
 * and line feed, nothing that turns the direction of reading, no lone surrogates. What was there stays visible.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text.toWellFormed())
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (control) =>
      String.fromCodePoint(0x2400 + control.charCodeAt(0)),
    )
    .replace(/[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, codePointName);
}

function codePointName(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The same on one line, for titles and table cells. */
export function plainLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}

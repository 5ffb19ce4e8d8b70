import { inspect, styleText } from 'node:util';
import { KnocklabError } from '../core/errors.ts';
import { plainText } from '../report/text/plain-text.ts';

export interface ErrorStyle {
  /** Show stack traces and causes. */
  readonly debug: boolean;
  readonly colour: boolean;
}

/** An error as a user reads it: what happened, what was seen, what to do. What it quotes of files cannot steer the terminal. */
export function errorText(error: unknown, { debug, colour }: ErrorStyle): string {
  const paint = (text: string): string => (colour ? styleText('red', text, { validateStream: false }) : text);
  const parts = [`${paint('error:')} ${messageOf(error)}`];
  if (error instanceof KnocklabError) parts.push(...detailsOf(error));
  else if (!debug)
    parts.push('This is a bug of knocklab. Run the command again with --debug, and report what it prints.');
  if (debug) parts.push(inspect(error));
  return `${parts.join('\n\n')}\n`;
}

function messageOf(error: unknown): string {
  return plainText(error instanceof Error ? error.message : String(error));
}

function detailsOf({ evidence, remedy }: KnocklabError): string[] {
  return [
    ...(evidence === undefined || evidence === '' ? [] : [plainText(evidence).replaceAll(/^/gm, '  ')]),
    ...(remedy === undefined ? [] : [plainText(remedy)]),
  ];
}

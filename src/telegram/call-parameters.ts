import { type ApiAnswer, refuse } from './api-answer.ts';
import type { CallParameters } from './bot-call.ts';

/** What a request asks for, and the refusal when its encoding is wrong. */
export interface ParsedParameters {
  readonly parameters: CallParameters;
  readonly fault?: ApiAnswer;
}

/**
 * Reads `name=value&…`. It takes bytes: RouterOS puts what a script gave it into the URL as it is, and the Bot API refuses
 * what isn't UTF-8 then.
 */
export function parseForm(bytes: Buffer): ParsedParameters {
  const pairs = splitAt(bytes, '&').map((pair) => {
    const [name = Buffer.alloc(0), ...value] = splitAt(pair, '=');
    return [decodePercent(name), decodePercent(joinWith(value, '='))] as const;
  });
  const isUtf8 = pairs.flat().every((part) => Buffer.from(part.toString()).equals(part));
  const named = pairs.map(([name, value]) => [name.toString(), value.toString()] as const);
  return {
    parameters: firstOfEach(named.filter(([name]) => name !== '')),
    ...(isUtf8 ? {} : { fault: refuse(400, 'Bad Request: strings must be encoded in UTF-8') }),
  };
}

/** Reads a body by its content type; one of another type is no source of parameters. */
export async function parseBody(contentType: string, body: Buffer): Promise<ParsedParameters> {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
  if (body.length === 0) return { parameters: {} };
  if (mediaType === 'application/x-www-form-urlencoded') return parseForm(body);
  if (mediaType === 'application/json') return parseJson(body.toString());
  if (mediaType === 'multipart/form-data') return parseMultipart(contentType, body);
  return { parameters: {} };
}

/** Values that aren't strings are kept as JSON, the form that the Bot API takes them in elsewhere, too. */
function parseJson(text: string): ParsedParameters {
  const value = tryParse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { parameters: {}, fault: refuse(400, "Bad Request: can't parse JSON object") };
  }
  const entries = Object.entries(value).filter(([, field]) => field !== null);
  return { parameters: Object.fromEntries(entries.map(([name, field]) => [name, asText(field)])) };
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function parseMultipart(contentType: string, body: Buffer): Promise<ParsedParameters> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    const fields = [...form.entries()].map(([name, value]) => {
      return [name, typeof value === 'string' ? value : `(file ${value.name}, ${value.size} bytes)`] as const;
    });
    return { parameters: firstOfEach(fields) };
  } catch {
    return { parameters: {}, fault: refuse(400, "Bad Request: can't parse multipart form data") };
  }
}

/** Of parameters given twice the Bot API takes the first. */
export function firstOfEach(pairs: readonly (readonly [name: string, value: string])[]): CallParameters {
  return Object.fromEntries(pairs.toReversed());
}

function splitAt(bytes: Buffer, separator: string): Buffer[] {
  // latin1 is one character a byte in both directions.
  return bytes
    .toString('latin1')
    .split(separator)
    .map((part) => Buffer.from(part, 'latin1'));
}

function joinWith(parts: readonly Buffer[], separator: string): Buffer {
  return Buffer.from(parts.map((part) => part.toString('latin1')).join(separator), 'latin1');
}

/** A `%` without two hexadecimal digits stays as it is. */
export function decodePercent(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').replaceAll('+', ' ');
  const decoded = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(decoded, 'latin1');
}

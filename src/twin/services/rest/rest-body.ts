import type { Row } from '../../../routeros/api/sentence.ts';
import { RestError } from './rest-error.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The object that a request carries; none is an empty one. */
export function readBody(body: Buffer, contentType: string | undefined): JsonObject {
  if (body.length === 0) return {};
  if (contentType !== undefined && !/^application\/json\b/i.test(contentType)) throw new RestError(415);
  const value = parseJson(body.toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RestError(400, 'invalid JSON');
  return value as JsonObject;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RestError(400, 'invalid JSON');
  }
}

/** A value as the console reads it: numbers and booleans may be JSON's own. */
export function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map((item) => textOf(name, item)).join(',');
  throw new RestError(400, `invalid value for argument ${name}`);
}

export function wordsOf(name: string, value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item) => textOf(name, item));
  return textOf(name, value).split(',');
}

/** RouterOS writes the names of an object in their order. */
export function sorted(row: Row): Row {
  return Object.fromEntries(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

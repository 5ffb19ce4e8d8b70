import type { Script } from './ast.ts';
import { LineIndex } from './line-index.ts';
import { parseLiteral } from './literal.ts';
import { toText } from './to-text.ts';
import type { Value } from './value.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * A tree as plain JSON: the nodes of `ast.ts` with their `kind`, where `start` and `end` are `{ line, column }` (from 1,
 * columns in bytes, `end` exclusive) and the value of a word is `{ type, text }`. What is absent is left out.
 */
export function treeToJson(script: Script): Json {
  const lines = new LineIndex(script.source);
  const convert = (node: unknown): Json => {
    if (Array.isArray(node)) return node.map(convert);
    if (typeof node === 'string' || typeof node === 'boolean') return node;
    if (typeof node !== 'object' || node === null) return null;
    if (isValue(node)) return { type: node.type, text: toText(node) };
    const entries = Object.entries(withValue(node)).filter(([, member]) => member !== undefined);
    return Object.fromEntries(
      entries.map(([key, member]) => [key, isPlace(key, member) ? place(member) : convert(member)]),
    );
  };
  const place = (offset: number): Json => ({ ...lines.at(offset) });
  return { kind: script.kind, name: script.source.name, body: convert(script.body) };
}

/** Who reads the JSON has no `parseLiteral`. */
const withValue = (node: object): object =>
  'kind' in node && node.kind === 'word' && 'text' in node && typeof node.text === 'string'
    ? { ...node, value: parseLiteral(node.text) }
    : node;
const isPlace = (key: string, member: unknown): member is number =>
  (key === 'start' || key === 'end') && typeof member === 'number';
const isValue = (node: object): node is Value => 'type' in node && !('kind' in node);

import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import * as z from 'zod';
import { didYouMean } from '../../core/did-you-mean.ts';
import { KnocklabError } from '../../core/errors.ts';
import { locate, printLocation, type Source } from '../../core/source.ts';

export type Path = readonly PropertyKey[];

interface Problem {
  readonly offset: number;
  readonly text: string;
}

/** A YAML text whose faults are all shown at once, each with its line and a caret. */
export class YamlFile {
  readonly #source: Source;
  readonly #code: `input/${string}`;
  readonly #document: Document;
  readonly #problems: Problem[] = [];

  constructor(source: Source, code: `input/${string}`) {
    this.#source = source;
    this.#code = code;
    this.#document = parseDocument(source.text, { prettyErrors: false });
    for (const error of this.#document.errors) this.#add(error.pos[0], sentence(error.message));
    this.throwIfWrong();
  }

  /** The content, if it has the schema's shape. */
  parse<Output>(schema: z.ZodType<Output>): Output {
    const result = schema.safeParse(this.#document.toJS(), { reportInput: true });
    if (result.success) return result.data;
    const known = propertiesOf(schema);
    for (const issue of result.error.issues) this.#addIssue(issue, known);
    return this.throwIfWrong(result.error);
  }

  /** Notes a fault of the value at a path, or of the key that leads there. */
  complain(path: Path, text: string, part: 'key' | 'value' = 'value'): void {
    this.#add(this.#offsetOf(path, part), text);
  }

  throwIfWrong(): void;
  throwIfWrong(cause: unknown): never;
  throwIfWrong(cause?: unknown): void {
    if (this.#problems.length === 0 && cause === undefined) return;
    const problems = this.#problems.toSorted((a, b) => a.offset - b.offset);
    const shown = problems.map(({ offset, text }) => `${text}\n\n${this.#print(offset)}`);
    const count = problems.length > 1 ? `${this.#source.name} has ${problems.length} faults.\n\n` : '';
    throw new KnocklabError(this.#code, `${count}${shown.join('\n\n')}`);
  }

  #print(offset: number): string {
    return printLocation(this.#source, locate(this.#source, offset));
  }

  #add(offset: number, text: string): void {
    this.#problems.push({ offset, text });
  }

  #addIssue(issue: z.core.$ZodIssue, known: readonly string[]): void {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        this.complain([...issue.path, key], `Unknown property "${key}".${didYouMean(key, known)}`, 'key');
      }
    } else if (issue.code === 'invalid_key') {
      this.complain(issue.path, sentence(`"${String(issue.path.at(-1))}" ${issue.issues[0]?.message}`), 'key');
    } else if (issue.input === undefined) {
      this.complain(issue.path.slice(0, -1), `Property "${String(issue.path.at(-1))}" is missing.`, 'key');
    } else {
      this.complain(issue.path, describe(issue));
    }
  }

  #offsetOf(path: Path, part: 'key' | 'value'): number {
    let node: unknown = this.#document.contents;
    let key: unknown;
    for (const step of path) {
      const inner = isAlias(node) ? node.resolve(this.#document) : node;
      const pair = isMap(inner) ? inner.items.find((item) => keyText(item.key) === String(step)) : undefined;
      const next: unknown = pair?.value ?? (isSeq(inner) ? inner.items[Number(step)] : undefined);
      key = pair?.key ?? key;
      if (next === undefined || next === null) return startOf(key) ?? startOf(inner) ?? 0;
      node = next;
    }
    return (part === 'key' ? startOf(key) : undefined) ?? startOf(node) ?? 0;
  }
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}

function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return `"${String(issue.input)}" is none of ${values.join(', ')}.${didYouMean(String(issue.input), values)}`;
  }
  if (issue.code === 'invalid_type') return `Expected ${shapeNames[issue.expected] ?? issue.expected}.`;
  return sentence(`"${String(issue.input)}" ${issue.message}`);
}

const shapeNames: Readonly<Partial<Record<string, string>>> = {
  object: 'properties (name: value)',
  record: 'names with values (name: value)',
  string: 'a text',
  array: 'a list',
};

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** Every property name of a schema, for suggestions. */
export function propertiesOf(schema: z.ZodType): string[] {
  const names: string[] = [];
  JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }), (key, value: unknown) => {
    if (key === 'properties' && typeof value === 'object' && value !== null) names.push(...Object.keys(value));
    return value;
  });
  return names;
}

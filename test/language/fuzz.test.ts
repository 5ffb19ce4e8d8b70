import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeSentence, SentenceDecoder, SentenceError } from '../../src/routeros/api/sentence.ts';
import { Globals } from '../../src/routeros/interpreter/globals.ts';
import { Interpreter } from '../../src/routeros/interpreter/interpreter.ts';
import { FakeDevice } from '../../src/routeros/interpreter/testing/fake-device.ts';
import { parseText } from '../../src/routeros/parse-text.ts';
import { parseScript } from '../../src/routeros/parser.ts';
import { printExport } from '../../src/routeros/print-export.ts';
import { print } from '../../src/routeros/printer.ts';
import { RegexCache } from '../../src/routeros/regex.ts';
import { RouterosError } from '../../src/routeros/routeros-error.ts';
import { programs, tokenSoup } from './programs.ts';
import { shapeOf } from './tree-shape.ts';

const root = join(import.meta.dirname, '../..');
const files = globSync(['lab/**/*.rsc', 'scenarios/**/*.rsc', 'test/**/*.rsc', 'src/**/*.rsc', 'examples/**/*.rsc'], {
  cwd: root,
}).map((file) => [file, readFileSync(join(root, file), 'utf8')] as const);

/** Parses or says where not; whatever parses is the same tree when it is printed and parsed again. */
function expectRoundTrip(text: string): void {
  const { tree, errors } = parseText(text);
  if (tree === undefined) {
    expect(errors[0]?.line).toBeGreaterThan(0);
    return;
  }
  const printed = print(tree);
  const again = parseText(printed);
  expect(again.errors, printed).toEqual([]);
  expect(shapeOf(again.tree?.body)).toEqual(shapeOf(tree.body));
}

async function runHostile(text: string): Promise<void> {
  const { tree } = parseText(text);
  if (tree === undefined) return;
  const limits = { steps: 2000, arraySize: 1000, textLength: 10_000, depth: 30 };
  const interpreter = new Interpreter(new FakeDevice(), {
    output: () => {},
    globals: new Globals(),
    signal: new AbortController().signal,
    limits,
  });
  await interpreter.run(tree).catch((error: unknown) => {
    if (!(error instanceof RouterosError)) throw error;
  });
}

test.each(files)('%s is the same tree when printed', (_, text) => {
  expectRoundTrip(text);
});

test.each(files)('%s exports to a text that exports to itself', (_, text) => {
  const { tree } = parseText(text);
  const once = tree === undefined ? '' : printExport(tree);
  expect(printExport(parseScript({ name: 'again', text: once }))).toBe(once);
});

test('every program of the grammar is the same tree when printed', () => {
  const parsed = fc.sample(programs, { numRuns: 200, seed: 1 }).filter((text) => parseText(text).tree !== undefined);
  // Programs that do not parse would prove nothing.
  expect(parsed.length).toBeGreaterThan(150);
  fc.assert(fc.property(programs, expectRoundTrip), { numRuns: 500 });
});

test('any text either parses or fails at a place', () => {
  fc.assert(fc.property(fc.oneof(tokenSoup, fc.string({ unit: 'binary', maxLength: 60 })), expectRoundTrip), {
    numRuns: 2000,
  });
});

test('a damaged file either parses or fails at a place', () => {
  const damaged = fc
    .tuple(fc.constantFrom(...files.map(([, text]) => text.slice(0, 6000))), fc.nat(), fc.nat(40), tokenSoup)
    .map(
      ([text, at, length, more]) => text.slice(0, at % text.length) + more + text.slice((at % text.length) + length),
    );
  fc.assert(fc.property(damaged, expectRoundTrip), { numRuns: 200 });
});

test('any program ends, with RouterOS’s kind of error if with one', async () => {
  await fc.assert(fc.asyncProperty(fc.oneof(programs, tokenSoup), runHostile), { numRuns: 500 });
});

test('any pattern matches, does not, or is refused', () => {
  const regexes = new RegexCache();
  const patterns = fc.string({ unit: fc.constantFrom(...Array.from('ab.*+?()[]{}|^$\\1,-:dwé')) });
  fc.assert(
    fc.property(patterns, fc.string({ unit: fc.constantFrom('a', 'b', '-') }), (pattern, text) => {
      try {
        regexes.test(pattern, text);
      } catch (error) {
        expect(error).toBeInstanceOf(RouterosError);
      }
    }),
    { numRuns: 1000 },
  );
});

/** What a stream that arrives in these pieces says, and the error that ends it. */
function decode(pieces: readonly Uint8Array[]): readonly unknown[] {
  const decoder = new SentenceDecoder({ wordBytes: 1000, sentenceBytes: 5000, words: 100 });
  const taken: unknown[] = [];
  try {
    for (const piece of pieces) decoder.push(piece, (words) => taken.push(words));
  } catch (error) {
    if (!(error instanceof SentenceError)) throw error;
    taken.push(error.message);
  }
  return taken;
}

test('any bytes are sentences or are refused, however they are split', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(80), (bytes, at) => {
      expect(decode([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(decode([bytes]));
    }),
    { numRuns: 1000 },
  );
});

test('every sentence comes back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 20 }), (words) => {
      expect(decode([encodeSentence(words)])).toEqual([words]);
    }),
    // Found: the replacement character in its own right was taken for three stray bytes.
    { examples: [[['\ufffd', ' ']]] },
  );
});

import { expect, test } from 'vitest';
import { Journal } from './journal.ts';

const data = (journal: Journal, after?: string): string[] => journal.after(after).map((entry) => entry.data);

test('gives a page that comes again what it has missed, and nothing twice', () => {
  const journal = new Journal();
  journal.begin();
  journal.add('trace', 'a');
  const last = journal.after(undefined).at(-1)?.id;
  journal.add('trace', 'b');
  expect(data(journal)).toEqual(['1', 'a', 'b']);
  expect(data(journal, last)).toEqual(['b']);
});

test('gives everything of a new run to a page that knows the last one', () => {
  const journal = new Journal();
  journal.begin();
  journal.add('trace', 'a');
  const last = journal.after(undefined).at(-1)?.id;
  journal.begin();
  journal.add('trace', 'b');
  expect(data(journal, last)).toEqual(['2', 'b']);
  expect(data(journal, 'nonsense')).toEqual(['2', 'b']);
});

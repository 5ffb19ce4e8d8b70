import { expect, test } from 'vitest';
import { SharedReading } from './shared-reading.ts';

/** What is read, and how often it has been; a reading takes until `end` is called. */
function readings(): { shared: SharedReading<string, string>; begun: string[]; end: (error?: Error) => void } {
  const begun: string[] = [];
  let waiting = Promise.withResolvers<string>();
  const shared = new SharedReading<string, string>((parts) => {
    waiting = Promise.withResolvers();
    begun.push([...parts].join());
    return waiting.promise;
  });
  const end = (error?: Error): void =>
    error === undefined ? waiting.resolve(begun.at(-1) ?? '') : waiting.reject(error);
  return { shared, begun, end };
}

const begunBy = async (begun: readonly string[], count: number): Promise<void> => {
  await expect.poll(() => begun.length).toBe(count);
};

test('reads once for all who ask before it begins', async () => {
  const { shared, begun, end } = readings();
  const answers = Promise.all([shared.ask(['filter']), shared.ask(['nat', 'filter'])]);
  await begunBy(begun, 1);
  end();
  expect(await answers).toEqual(['filter,nat', 'filter,nat']);
});

test('reads again for those who ask while it reads', async () => {
  const { shared, begun, end } = readings();
  const first = shared.ask(['filter']);
  await begunBy(begun, 1);
  const others = Promise.all([shared.ask(['nat']), shared.ask(['raw'])]);
  end();
  expect(await first).toBe('filter');
  await begunBy(begun, 2);
  end();
  expect(await others).toEqual(['nat,raw', 'nat,raw']);
});

test('goes on after a reading that failed', async () => {
  const { shared, begun, end } = readings();
  const first = shared.ask(['filter']);
  await begunBy(begun, 1);
  const second = shared.ask(['nat']);
  end(new Error('no such table'));
  await expect(first).rejects.toThrow('no such table');
  await begunBy(begun, 2);
  end();
  expect(await second).toBe('nat');
});

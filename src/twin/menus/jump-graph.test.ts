import { expect, test } from 'vitest';
import type { Item } from '../menu/menu-spec.ts';
import { JumpGraph } from './jump-graph.ts';

/** `input>a` is a jump, `a` a rule. */
function rules(...texts: readonly string[]): Item[] {
  return texts.map((text, index) => {
    const [chain = '', target] = text.split('>');
    return {
      id: `*${index}`,
      props: target === undefined ? { chain } : { chain, action: 'jump', 'jump-target': target },
    };
  });
}

test('a packet gets through jumps of jumps', () => {
  const graph = new JumpGraph(rules('input>a', 'a>b', 'b', 'output>c'));
  expect(graph.reaches('input', 'b')).toBe(true);
  expect(graph.reaches('output', 'b')).toBe(false);
  expect(graph.reaches('b', 'input')).toBe(false);
});

test.each([
  [['a>a'], ['*0']],
  [['a>b', 'b>a'], ['*1']],
  [['a>b', 'b>c', 'c>a', 'a>c'], ['*2']],
  [['a>b', 'a>b', 'b'], []],
])('of %j the jumps %j close a circle', (texts, circular) => {
  const items = rules(...texts);
  const graph = new JumpGraph(items);
  expect(items.filter((item) => graph.isCircular(item)).map(({ id }) => id)).toEqual(circular);
});

test('a disabled jump leads nowhere', () => {
  const [jump] = rules('input>a');
  const graph = new JumpGraph(jump === undefined ? [] : [{ ...jump, props: { ...jump.props, disabled: 'yes' } }]);
  expect(graph.reaches('input', 'a')).toBe(false);
});

test('a chain exists when a rule is in it', () => {
  const graph = new JumpGraph(rules('input>a'));
  expect([graph.exists('input'), graph.exists('a')]).toEqual([true, false]);
});

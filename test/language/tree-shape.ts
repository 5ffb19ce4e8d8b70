/** A tree without places: what must be the same when a text is printed and parsed again. */
export function shapeOf(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(shapeOf);
  if (typeof node === 'bigint') return `${node}n`;
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => !['start', 'end', 'source'].includes(key));
  return Object.fromEntries(entries.map(([key, member]) => [key, shapeOf(member)]));
}

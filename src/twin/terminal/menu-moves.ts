/** `/` and `..` alone are moves, and no commands; `undefined` for a line that is one. */
export function menuMovedTo(menu: readonly string[], line: string): readonly string[] | undefined {
  const move = line.trim();
  if (move === '/') return [];
  if (move !== '' && !/^\.\.(?:[/ ]\.\.)*$/.test(move)) return undefined;
  const up = move.split(/[/ ]/).filter((step) => step === '..').length;
  return menu.slice(0, Math.max(0, menu.length - up));
}

/** The one name that is meant: itself, or the only one that starts so. */
export function completeName(names: Iterable<string>, given: string): string | undefined {
  const all = [...names];
  if (all.includes(given)) return given;
  const candidates = all.filter((name) => name.startsWith(given));
  return candidates.length === 1 ? candidates[0] : undefined;
}

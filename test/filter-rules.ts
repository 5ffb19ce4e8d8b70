/** A configuration with its filter rules apart, so that a test can break them one by one. */
export interface Configuration {
  readonly head: string;
  readonly rules: readonly string[];
  readonly tail: string;
}

/** Takes a configuration apart; comments between the rules are left out. */
export function takeApart(text: string): Configuration {
  const joined = text.replaceAll(/\\\n +(?=[^\\])/g, (match, offset: number) => (inScript(text, offset) ? match : ''));
  const start = joined.indexOf('/ip firewall filter\n') + '/ip firewall filter\n'.length;
  const end = joined.indexOf('/ip firewall nat\n');
  const rules = joined
    .slice(start, end)
    .split('\n')
    .filter((line) => line.startsWith('add '));
  return { head: joined.slice(0, start), rules, tail: joined.slice(end) };
}

/** Continuation lines of a script's source stay as they are: there the backslash stands within a string. */
const inScript = (text: string, offset: number): boolean => offset > text.indexOf('/system script');

export function putTogether({ head, rules, tail }: Configuration): string {
  return `${head}${rules.join('\n')}\n${tail}`;
}

export const without = (configuration: Configuration, index: number): Configuration => ({
  ...configuration,
  rules: configuration.rules.toSpliced(index, 1),
});

export function swapped(configuration: Configuration, first: number, second: number): Configuration {
  const { rules } = configuration;
  return { ...configuration, rules: rules.with(first, rules[second] ?? '').with(second, rules[first] ?? '') };
}

export function changed(configuration: Configuration, index: number, from: string | RegExp, to: string): Configuration {
  const before = configuration.rules[index] ?? '';
  const after = before.replace(from, to);
  if (after === before) throw new Error(`rule ${index} has no ${String(from)}: ${before}`);
  return { ...configuration, rules: configuration.rules.with(index, after) };
}

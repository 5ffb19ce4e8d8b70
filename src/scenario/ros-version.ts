/** The RouterOS that a configuration was exported from, by its first lines; undefined when they do not say. */
export function findRosVersion(rsc: string): '6.49' | '7' | undefined {
  // `# jul/20/2023 20:43:56 by RouterOS 6.49.18`, `# 2024-05-01 10:00:00 by RouterOS 7.14.3`
  const header = /^#.*\bby RouterOS (\d+)\./m.exec(rsc.slice(0, 2000));
  if (header === null) return undefined;
  return header[1] === '6' ? '6.49' : '7';
}

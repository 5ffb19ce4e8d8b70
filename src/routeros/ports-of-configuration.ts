/** What MikroTik calls ports: `ether5`, `sfp1`, `sfp-sfpplus2`, `qsfpplus1-1`, `combo3`. */
const portName =
  /(?<![\w-])(?<!(?<!default-)name=)(?:ether|sfp|sfp-sfpplus|sfp28-|sfpplus|qsfp28-|qsfpplus|combo)\d+(?:-\d+)?(?![\w-])/g;
const defaultName = /\bdefault-name="?([\w-]+)/g;

/** The ports that a configuration takes for granted, in the order of their numbers. */
export function portsOfConfiguration(text: string): readonly string[] {
  const joined = text.replaceAll(/\\\r?\n\s*/g, '').replaceAll(/^\s*#.*$/gm, '');
  const found = [...joined.matchAll(portName)].map(([name]) => name);
  const set = [...joined.matchAll(defaultName)].map(([, name = '']) => name);
  return [...new Set([...set, ...found])].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

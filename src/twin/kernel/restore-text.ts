/** An argument as iptables-restore reads it: double quotes when it holds anything but plain characters. */
export function quoteForRestore(argument: string): string {
  if (/^[\w!:/.,=+*@%-]+$/.test(argument)) return argument;
  return `"${argument.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** `192,0,2,1,4,1`: an address and a port (RFC 959, PORT). */
export function parsePort(given: string): { host: string; port: number } | undefined {
  const numbers = given.split(',').map((part) => (/^\d{1,3}$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (numbers.length !== 6 || numbers.some((number) => !(number <= 255))) return undefined;
  const [high = 0, low = 0] = numbers.slice(4);
  return { host: numbers.slice(0, 4).join('.'), port: high * 256 + low };
}

export function portText(host: string, port: number): string {
  return [...host.split('.'), port >> 8, port & 255].join(',');
}

/** `|1|192.0.2.1|1025|` (RFC 2428, EPRT). */
export function parseExtendedPort(given: string): { host: string; port: number } | undefined {
  const [, , host = '', port = ''] = given.split(given[0] ?? '|');
  return /^\d{1,5}$/.test(port) && Number(port) <= 65_535 ? { host, port: Number(port) } : undefined;
}

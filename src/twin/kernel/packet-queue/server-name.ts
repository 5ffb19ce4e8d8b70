/** The server name of a TLS ClientHello that lies wholly in these bytes (RFC 8446, RFC 6066); undefined when there is none. */
export function serverName(data: Buffer): string | undefined {
  if (data.length < 43 || data[0] !== 22 || data[5] !== 1) return undefined;
  const end = 5 + data.readUInt16BE(3);
  if (data.length < end) return undefined;
  let at = 43;
  at += 1 + (data[at] ?? 0); // session
  if (at + 2 > end) return undefined;
  at += 2 + data.readUInt16BE(at); // ciphers
  at += 1 + (data[at] ?? 0); // compression
  return at + 2 > end ? undefined : nameInExtensions(data.subarray(at + 2, end));
}

function nameInExtensions(extensions: Buffer): string | undefined {
  for (let at = 0; at + 4 <= extensions.length; ) {
    const length = extensions.readUInt16BE(at + 2);
    const value = extensions.subarray(at + 4, at + 4 + length);
    // A list of names, of which only host names exist.
    if (extensions.readUInt16BE(at) === 0 && value.length > 5 && value[2] === 0)
      return value.toString('latin1', 5, 5 + value.readUInt16BE(3));
    at += 4 + length;
  }
  return undefined;
}

/** `*.example.com`: a glob over the whole name, without regard to case. */
export function globMatches(glob: string, name: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'i').test(name);
}

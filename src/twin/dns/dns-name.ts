const maxPointers = 32;

/** A name of a message, following pointers; `next` is where it ends. */
export function decodeName(bytes: Buffer, at: number): { readonly name: string; readonly next: number } {
  const labels: string[] = [];
  let offset = at;
  let next: number | undefined;
  for (let pointers = 0; pointers <= maxPointers; ) {
    const length = bytes.readUInt8(offset);
    if (length === 0) return { name: labels.join('.'), next: next ?? offset + 1 };
    if (length >= 0xc0) {
      next ??= offset + 2;
      offset = bytes.readUInt16BE(offset) & 0x3fff;
      pointers += 1;
      continue;
    }
    if (length > 63 || offset + 1 + length > bytes.length) throw new RangeError('label');
    labels.push(bytes.toString('latin1', offset + 1, offset + 1 + length));
    offset += 1 + length;
  }
  throw new RangeError('pointers');
}

export function encodeName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  const parts = labels.map((label) => {
    const bytes = Buffer.from(label, 'latin1').subarray(0, 63);
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

import { createPublicKey } from 'node:crypto';

/** A public key as SSH sends it (RFC 4253, 6.6). */
export interface PublicKey {
  readonly type: 'rsa' | 'ed25519';
  readonly bits: number;
  /** Base64 of the blob. */
  readonly blob: string;
  readonly comment: string;
}

/** Reads what ssh-keygen writes (one line, or RFC 4716), or PEM; undefined when it is no key that RouterOS takes. */
export function readPublicKey(text: string): PublicKey | undefined {
  const line = /^\s*(?:ssh-rsa|ssh-ed25519) ([A-Za-z0-9+/=]+)(?: (.*))?$/m.exec(text);
  if (line !== null) return keyOfBlob(line[1] ?? '', line[2]?.trim() ?? '');
  const framed = /---- BEGIN SSH2 PUBLIC KEY ----\s([\s\S]*?)---- END/.exec(text)?.[1];
  if (framed !== undefined) {
    const comment = /^Comment: "?(.*?)"?\s*$/m.exec(framed)?.[1] ?? '';
    return keyOfBlob(framed.replace(/^\S+: .*$/gm, '').replace(/\s/g, ''), comment);
  }
  return text.includes('BEGIN PUBLIC KEY') || text.includes('BEGIN RSA PUBLIC KEY') ? keyOfPem(text) : undefined;
}

function keyOfBlob(base64: string, comment: string): PublicKey | undefined {
  const blob = Buffer.from(base64, 'base64');
  const [type, first, second] = fields(blob);
  const common = { blob: blob.toString('base64'), comment };
  if (type?.toString() === 'ssh-ed25519')
    return first?.length === 32 ? { type: 'ed25519', bits: 256, ...common } : undefined;
  if (type?.toString() !== 'ssh-rsa' || first === undefined || second === undefined) return undefined;
  const modulus = second.toString('hex').replace(/^0+/, '');
  return modulus === '' ? undefined : { type: 'rsa', bits: bitsOf(modulus), ...common };
}

const bitsOf = (hex: string): number => hex.length * 4 - (Math.clz32(Number.parseInt(hex[0] ?? '0', 16)) - 28);

/** Strings with their lengths before them; a blob that is cut off gives fewer. */
function fields(blob: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 4 <= blob.length; ) {
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) break;
    found.push(blob.subarray(at + 4, end));
    at = end;
  }
  return found;
}

function keyOfPem(text: string): PublicKey | undefined {
  try {
    const { kty, n = '', e = '' } = createPublicKey(text).export({ format: 'jwk' });
    if (kty !== 'RSA') return undefined;
    const parts = [Buffer.from('ssh-rsa'), integer(e), integer(n)];
    return keyOfBlob(Buffer.concat(parts.flatMap((part) => [length(part), part])).toString('base64'), '');
  } catch {
    return undefined;
  }
}

function integer(base64url: string): Buffer {
  const bytes = Buffer.from(base64url, 'base64url');
  return (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
}

function length(bytes: Buffer): Buffer {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(bytes.length);
  return four;
}

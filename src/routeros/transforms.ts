import { md5 } from './md5.ts';

type Transform = (bytes: Buffer) => Buffer | Promise<Buffer>;

const onText =
  (change: (text: string) => string): Transform =>
  (bytes) =>
    Buffer.from(change(bytes.toString('latin1')), 'latin1');

const digest =
  (name: string): Transform =>
  async (bytes) =>
    Buffer.from(Buffer.from(await crypto.subtle.digest(name, Uint8Array.from(bytes))).toString('hex'));

/** What `transform=` of `:convert` does to the bytes on their way; letters are those of ASCII. */
export const transforms: Readonly<Record<string, Transform>> = {
  none: (bytes) => bytes,
  lc: onText(lower),
  uc: onText(upper),
  lcfirst: onText((text) => lower(text.slice(0, 1)) + text.slice(1)),
  ucfirst: onText((text) => upper(text.slice(0, 1)) + text.slice(1)),
  lf: onText((text) => text.replaceAll('\r\n', '\n')),
  crlf: onText((text) => text.replace(/\r?\n/g, '\r\n')),
  rot13: onText((text) => text.replace(/[A-Za-z]/g, turned)),
  reverse: (bytes) => Buffer.from(bytes).reverse(),
  md5: (bytes) => Buffer.from(md5(bytes)),
  sha1: digest('SHA-1'),
  sha256: digest('SHA-256'),
  sha512: digest('SHA-512'),
};

function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function upper(text: string): string {
  return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

function turned(letter: string): string {
  const code = letter.charCodeAt(0);
  const first = code < 97 ? 65 : 97;
  return String.fromCharCode(((code - first + 13) % 26) + first);
}

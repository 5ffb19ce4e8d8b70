import { createHash, randomBytes } from 'node:crypto';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export const basicAuthorization = ({ user, password }: Credentials): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Answers a server's `WWW-Authenticate: Digest …` (RFC 7616); undefined when it asks for something else. */
export function digestAuthorization(
  challenge: string,
  { user, password }: Credentials,
  { method, uri }: { readonly method: string; readonly uri: string },
): string | undefined {
  if (!/^digest\s/i.test(challenge)) return undefined;
  const given = parametersOf(challenge);
  const { realm = '', nonce = '', opaque, algorithm = 'MD5' } = given;
  const hash = (text: string): string =>
    createHash(/sha-256/i.test(algorithm) ? 'sha256' : 'md5')
      .update(text)
      .digest('hex');
  const [cnonce, nc] = [randomBytes(8).toString('hex'), '00000001'];
  const secret = hash(`${user}:${realm}:${password}`);
  const request = hash(`${method}:${uri}`);
  const hasQop = given['qop']?.split(',').some((word) => word.trim() === 'auth') === true;
  const response = hash([secret, nonce, ...(hasQop ? [nc, cnonce, 'auth'] : []), request].join(':'));
  const words: Record<string, string | undefined> = {
    username: `"${user}"`,
    realm: `"${realm}"`,
    nonce: `"${nonce}"`,
    uri: `"${uri}"`,
    response: `"${response}"`,
    algorithm,
    opaque: opaque === undefined ? undefined : `"${opaque}"`,
    ...(hasQop ? { qop: 'auth', nc, cnonce: `"${cnonce}"` } : {}),
  };
  const said = Object.entries(words).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  return `Digest ${said.join(', ')}`;
}

function parametersOf(challenge: string): Readonly<Record<string, string>> {
  const pairs = challenge.slice('digest '.length).matchAll(/([\w-]+)=(?:"([^"]*)"|([^\s,]+))/g);
  return Object.fromEntries(
    [...pairs].map(([, name = '', quoted, bare]) => [name.toLowerCase(), quoted ?? bare ?? '']),
  );
}

import { expect, test } from 'vitest';
import { type Knock, refusalOf } from './guard.ts';

const knock = (changes: Partial<Knock> = {}): Knock => ({
  path: '/secret/do',
  host: '127.0.0.1:8017',
  origin: undefined,
  authorization: undefined,
  cookie: undefined,
  ...changes,
});
const guard = { token: 'secret', address: '127.0.0.1', port: () => 8017, pass: 'pass' };
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

test.each<[string, Partial<Knock>]>([
  ['the address with its token', {}],
  ['the other name of loopback', { host: 'localhost:8017' }],
  ['the page itself', { origin: 'http://127.0.0.1:8017' }],
])('lets in %s', (_, changes) => {
  expect(refusalOf(knock(changes), guard)).toBeUndefined();
});

test.each<[string, Partial<Knock>, number]>([
  ['a wrong token', { path: '/other/do' }, 404],
  ['no token', { path: '/' }, 404],
  ['another origin', { origin: 'http://evil.example' }, 403],
  ['another origin of this machine', { origin: 'http://127.0.0.1:9999' }, 403],
  ['a sandboxed page', { origin: 'null' }, 403],
  ['a name that only leads here', { host: 'evil.example:8017', origin: 'http://evil.example:8017' }, 403],
  ['another port', { host: '127.0.0.1:80' }, 403],
  ['no host at all', { host: undefined }, 403],
])('refuses %s', (_, changes, status) => {
  expect(refusalOf(knock(changes), guard)?.status).toBe(status);
});

test('with a password, the token alone is not enough', () => {
  const closed = { ...guard, address: '192.0.2.7', password: 'open sesame' };
  const from = (changes: Partial<Knock>) => refusalOf(knock({ host: '192.0.2.7:8017', ...changes }), closed)?.status;
  expect(from({})).toBe(401);
  expect(from({ authorization: basic('x:wrong') })).toBe(401);
  expect(from({ cookie: 'knocklab=wrong' })).toBe(401);
  expect(from({ authorization: basic('x:open sesame') })).toBeUndefined();
  expect(from({ cookie: 'a=b; knocklab=pass' })).toBeUndefined();
});

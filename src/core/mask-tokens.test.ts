import { expect, test } from 'vitest';
import { maskTokens } from './mask-tokens.ts';

const secret = 'AAEhBP0av28oz5xOIkv-4_ZUxWvnPsAsy8E';

test.each([
  [`token ${`123456789:${secret}`} here`, 'token 123456789:*** here'],
  [`https://api.telegram.org/bot123456789:${secret}/sendMessage?text=a`, '/bot123456789:***/sendMessage?text=a'],
  [`url=123456789%3A${secret}&x=1`, 'url=123456789%3A***&x=1'],
  [`url=123456789%3a${secret}`, '123456789%3a***'],
  [`next=123456789%253A${secret}`, '123456789%253A***'],
  [`:local t "123456789\\3A${secret}"`, '"123456789\\3A***"'],
  ['GET /bot12:short/getMe', '/bot12:***/getMe'],
  ['GET /bot12%3Ashort/getMe', '/bot12%3A***/getMe'],
  [`two 123456789:${secret} 987654321:${secret}`, 'two 123456789:*** 987654321:***'],
])('hides the secret in %s', (text, expected) => {
  expect(maskTokens(text)).toContain(expected);
  expect(maskTokens(text)).not.toContain(secret);
});

test.each([
  'jul/20/2023 20:43:00 firewall,info input: in:ether1',
  'src-mac 02:00:00:00:00:01, 192.0.2.1:54321->192.0.2.2:8291, len 44',
  '2001:db8::1',
  'rule 123456789: dropped',
])('leaves %s alone', (text) => {
  expect(maskTokens(text)).toBe(text);
});

test.each([
  ['add name=x password=hunter2 user=u', 'add name=x password=*** user=u'],
  ['wpa2-pre-shared-key="not mine" mode=x', 'wpa2-pre-shared-key=*** mode=x'],
  ['password=\\\n    hunter2 use-peer-dns=yes', 'password=\\\n    *** use-peer-dns=yes'],
  ['on-event="/ppp secret set a password=\\"b c\\" name=d"', 'on-event="/ppp secret set a password=*** name=d"'],
  ['private-key="a/b+c="', 'private-key=***'],
  ['ipsec-secret=abc', 'ipsec-secret=***'],
])('hides the secret of %j', (text, expected) => {
  expect(maskTokens(text)).toBe(expected);
});

test.each(['password=""', 'password=$p', 'set password=[$make]', 'use-secret=yes', 'passwords=a', 'password=***'])(
  'finds no secret in %j',
  (text) => expect(maskTokens(text)).toBe(text),
);

test('changes nothing when applied again', () => {
  const once = maskTokens(`/bot123456789:${secret}/getMe`);
  expect(maskTokens(once)).toBe(once);
});

test('hides a token that an export has wrapped', () => {
  const secret = 'AAF-abcdefghij_klmnopqrstuvwxyz0123';
  for (const at of [1, 5, 20]) {
    const wrapped = `local t \\"123456789:${secret.slice(0, at)}\\\n    ${secret.slice(at)}\\";`;
    expect(maskTokens(wrapped)).toBe('local t \\"123456789:***\\";');
  }
});

import { generateKeyPairSync } from 'node:crypto';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { readPublicKey } from './public-key.ts';

const line = (type: 'rsa' | 'ed25519'): string =>
  type === 'rsa'
    ? ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }).public
    : ssh2.utils.generateKeyPairSync('ed25519').public;
const blobOf = (text: string): string => text.split(' ')[1] ?? '';

test.each([
  ['rsa', 2048],
  ['ed25519', 256],
] as const)('reads a line of %s', (type, bits) => {
  const text = line(type);
  expect(readPublicKey(`# mine\n${text} eve@desk\n`)).toEqual({ type, bits, blob: blobOf(text), comment: 'eve@desk' });
});

test('reads the framed form', () => {
  const blob = blobOf(line('rsa'));
  const framed = `---- BEGIN SSH2 PUBLIC KEY ----\nComment: "my key"\n${blob.replace(/.{70}/g, '$&\n')}\n---- END SSH2 PUBLIC KEY ----\n`;
  expect(readPublicKey(framed)).toEqual({ type: 'rsa', bits: 2048, blob, comment: 'my key' });
});

test.each(['spki', 'pkcs1'] as const)('reads PEM (%s) as the same key', (type) => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const known = readPublicKey(publicKey.export({ type, format: 'pem' }).toString());
  const parsed = ssh2.utils.parseKey(`ssh-rsa ${known?.blob}`);
  expect(known).toMatchObject({ type: 'rsa', bits: 2048 });
  expect(parsed instanceof Error ? undefined : parsed.getPublicPEM().replace(/\s/g, '')).toBe(
    publicKey.export({ type: 'spki', format: 'pem' }).toString().replace(/\s/g, ''),
  );
});

test.each([
  ['', 'nothing'],
  ['ssh-rsa AAAA', 'a stump'],
  ['ssh-dss AAAAB3NzaC1kc3M=', 'another kind'],
  ['-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', 'broken PEM'],
  ['---- BEGIN SSH2 PUBLIC KEY ----\n!!\n---- END SSH2 PUBLIC KEY ----', 'a broken frame'],
])('refuses %j: %s', (text) => {
  expect(readPublicKey(text)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { maskSecrets } from './mask-secrets.ts';

test.each([
  ['add name=ann password=secret profile=vpn', 'add name=ann password=*** profile=vpn'],
  ['set 0 wpa2-pre-shared-key="a \\"b\\" c" mode=ap', 'set 0 wpa2-pre-shared-key=*** mode=ap'],
  ['add secret="x y"', 'add secret=***'],
  ['source="/tool e-mail send password=\\"x y\\" to=a"', 'source="/tool e-mail send password=*** to=a"'],
  [':local smtpPassword "x y"; :put 1', ':local smtpPassword ***; :put 1'],
  ['source=":local password \\"x\\""', 'source=":local password ***"'],
  ['{ /user set 0 password=abc }', '{ /user set 0 password=*** }'],
  [
    'url=https://api.telegram.org/bot123456:AAAAAAAAAAAAAAAAAAAAAAAAAAA/x',
    'url=https://api.telegram.org/bot123456:***/x',
  ],
])('%s', (text, masked) => {
  expect(maskSecrets(text)).toBe(masked);
});

test.each(['add public-key="AAAA" name=peer', 'set use-password-rules=yes', 'comment="password later"', 'secrets=a'])(
  '%s has no secret',
  (text) => {
    expect(maskSecrets(text)).toBe(text);
  },
);

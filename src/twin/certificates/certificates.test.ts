import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type ConnectionOptions, connect } from 'node:tls';
import { RouterOSAPI } from 'node-routeros';
import { expect, onTestFinished, test } from 'vitest';
import { servedTwin } from '../fixtures/served-twin.ts';

const setUp = `/certificate
add name=ca common-name=lab-ca key-size=prime256v1 key-usage=key-cert-sign,crl-sign
sign ca
add name=gw common-name=gw.example subject-alt-name=DNS:gw.example,IP:192.0.2.1 key-size=prime256v1 key-usage=tls-server
sign gw ca=ca
/ip service set www-ssl certificate=gw disabled=no
`;

async function shake(port: number, options: ConnectionOptions): Promise<{ subject: string; protocol: string | null }> {
  const socket = connect({ host: '127.0.0.1', port, servername: 'gw.example', ...options });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  socket.on('error', () => undefined);
  return { subject: String(socket.getPeerCertificate().subject?.CN), protocol: socket.getProtocol() };
}

test('signs certificates that clients verify', async () => {
  const { run, twin, portOf } = await servedTwin('7', setUp);
  await run('/certificate export-certificate ca file-name=ca');
  const ca = Buffer.from(twin.files.read('ca.crt')).toString();
  const port = await portOf('www-ssl');
  expect(await shake(port, { ca })).toMatchObject({ subject: 'gw.example' });
  await expect(shake(port, {})).rejects.toThrow(/certificate|issuer/);
});

test('shows what a certificate is by its flags', async () => {
  const { run } = await servedTwin('7', setUp);
  const printed = await run('/certificate print');
  expect(printed).toMatch(/K\s*A\s*T\s+ca\s+lab-ca/);
  expect(printed).toMatch(/K\s*I\s*T\s+gw\s+gw\.example/);
  expect(await run(':put [/certificate get gw fingerprint]')).toMatch(/^[0-9a-f]{64}\n$/);
  expect(await run('/export')).not.toContain('/certificate');
});

test('serves another certificate and TLS 1.2 alone as soon as it is told to', async () => {
  const { run, portOf } = await servedTwin('7', setUp);
  const lax = { rejectUnauthorized: false };
  await run('/certificate add name=new common-name=new.example key-size=prime256v1; /certificate sign new');
  await run('/ip service set www-ssl certificate=new tls-version=only-1.2');
  const port = await portOf('www-ssl');
  expect(await shake(port, lax)).toEqual({ subject: 'new.example', protocol: 'TLSv1.2' });
  const old = { ...lax, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
  await expect(shake(port, old)).rejects.toThrow(/alert|version/);
  await run('/ip service set www-ssl tls-version=any');
  expect(await shake(await portOf('www-ssl'), old)).toMatchObject({ protocol: 'TLSv1.1' });
});

test('serves api-ssl with a certificate', async () => {
  const { portOf } = await servedTwin('7', `${setUp}/ip service set api-ssl certificate=gw`);
  const tls = { rejectUnauthorized: false, minVersion: 'TLSv1.2' } as const;
  const api = new RouterOSAPI({ host: '127.0.0.1', port: await portOf('api-ssl'), user: 'admin', password: '', tls });
  await api.connect();
  onTestFinished(async () => void (await api.close()));
  expect(await api.write('/system/identity/print')).toEqual([{ name: 'MikroTik' }]);
});

test('imports what another router has exported', async () => {
  const one = await servedTwin('7', setUp);
  await one.run('/certificate export-certificate gw file-name=gw export-passphrase=secret-secret');
  const other = await servedTwin();
  for (const name of ['gw.crt', 'gw.key']) other.twin.files.write(name, one.twin.files.read(name));
  expect(await other.run('/certificate import file-name=gw.crt passphrase=""')).toMatch(/certificates-imported: 1/);
  expect(await other.run('/certificate import file-name=gw.key passphrase=wrong')).toMatch(/decryption-failures: 1/);
  expect(await other.run('/certificate import file-name=gw.key passphrase=secret-secret')).toMatch(
    /private-keys-imported: 1/,
  );
  expect(await other.run(':put [/certificate get gw.crt_0 private-key]')).toBe('true\n');
  const pair = other.twin.certificates.pairOf('gw.crt_0');
  expect(new X509Certificate(pair?.cert ?? '').subject).toBe('CN=gw.example');
});

test.each([
  ['/certificate sign nobody', 'no such item'],
  ['/certificate sign gw', 'failure: already signed'],
  ['/certificate import file-name=none.crt', 'no such file'],
  ['/certificate add common-name=x', 'missing value(s) of argument(s) name'],
  ['/certificate add name=gw', 'certificate with the same name already exists'],
  ['/certificate set gw key-size=7', 'input does not match any value of key-size'],
])('%s fails: %s', async (text, message) => {
  const { run } = await servedTwin('7', setUp);
  await expect(run(text)).rejects.toThrow(message);
});

import { createPrivateKey } from 'node:crypto';
import type { Held } from './certificate-store.ts';

/** The files of an export: the certificate, and its key when there is a passphrase to lock it with. */
export function exportPem(
  name: string,
  { certificate, key }: Held,
  passphrase: string,
): { readonly name: string; readonly text: string }[] {
  const files = [{ name: `${name}.crt`, text: certificate }];
  if (key === undefined || passphrase === '') return files;
  const locked = createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
  return [...files, { name: `${name}.key`, text: String(locked) }];
}

import { X509Certificate } from 'node:crypto';
import { textOfBytes } from '../../routeros/byte-text.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import { keyed, nothing, num } from '../../routeros/value.ts';
import type { ActionCall, ActionSpec, Item } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';
import { belongTogether } from './certificate-details.ts';
import { templateOf } from './certificate-template.ts';
import { exportPem } from './export-pem.ts';
import { readPem } from './read-pem.ts';

const failure = (message: string): RouterosError =>
  new RouterosError(`failure: ${message}`, { category: trapCategories.general });

const given = ({ args }: ActionCall, name: string): string => toPropertyText(args.get(name) ?? nothing);

/** The commands of `/certificate` that make and move certificates (MikroTik's manual, "Certificates"). */
export function certificateActions(twin: Twin): Readonly<Record<string, ActionSpec>> {
  return {
    sign: {
      params: ['numbers', 'ca', 'ca-crl-host', 'ca-on-smart-card', 'name'],
      positional: ['numbers'],
      run: (call) => sign(twin, call),
    },
    import: {
      params: ['file-name', 'passphrase', 'name', 'trusted', 'no-key-export'],
      run: (call) => importFile(twin, call),
    },
    'export-certificate': {
      params: ['numbers', 'export-passphrase', 'type', 'file-name'],
      positional: ['numbers'],
      run: (call) => exportCertificate(twin, call),
    },
    'issued-revoke': { params: ['numbers'], positional: ['numbers'], run: (call) => revoke(twin, call) },
  };
}

function called(twin: Twin, value: string): Item {
  const { items } = twin.menus.get('certificate');
  const item =
    items.find(({ id, props }) => props['name'] === value || id === value) ??
    (/^\d+$/.test(value) ? items[Number(value)] : undefined);
  if (item === undefined) throw new RouterosError('no such item', { category: trapCategories.missing });
  return item;
}

async function sign(twin: Twin, call: ActionCall): Promise<Value> {
  const { certificates, clock, menus } = twin;
  const item = called(twin, given(call, 'numbers'));
  if (certificates.of(item.id) !== undefined) throw failure('already signed');
  const ca = given(call, 'ca');
  const authority = ca === '' ? undefined : called(twin, ca);
  const held = authority === undefined ? undefined : certificates.of(authority.id);
  if (authority !== undefined && held?.key === undefined) throw failure('CA certificate has no private key');
  const { issueCertificate } = await import('./issue-certificate.ts');
  const signer = held?.key === undefined ? undefined : { certificate: held.certificate, key: held.key };
  const issued = await issueCertificate(templateOf(item.props), signer, clock.wallMs);
  certificates.keep(item.id, { ...issued, issuer: authority?.id });
  // What is one's own is trusted; a service that names it gets it now.
  const name = given(call, 'name');
  await menus.get('certificate').set(item.id, { trusted: 'yes', ...(name === '' ? {} : { name }) });
  const progress = { progress: 'done' };
  call.emit?.(progress);
  if (!call.asValue) call.print('  progress: done\n');
  return nothing;
}

async function importFile(twin: Twin, call: ActionCall): Promise<Value> {
  const fileName = given(call, 'file-name');
  const { certificates, keys, failures } = readPem(textOfBytes(twin.files.read(fileName)), given(call, 'passphrase'));
  const name = given(call, 'name') || `${fileName.split('/').at(-1)}_0`;
  const trusted = given(call, 'trusted') === 'no' ? 'no' : 'yes';
  const left = new Set(keys);
  for (const [at, certificate] of certificates.entries()) {
    const key = [...left].find((candidate) => belongTogether(certificate, candidate));
    if (key !== undefined) left.delete(key);
    await keep(twin, at === 0 ? name : name.replace(/(_0)?$/, `_${at}`), { certificate, key, trusted });
  }
  const joined = await joinKeys(twin, left);
  return told(call, [
    ['certificates-imported', certificates.length],
    ['private-keys-imported', keys.length - left.size + joined],
    ['files-imported', certificates.length + keys.length > 0 ? 1 : 0],
    ['decryption-failures', failures],
    ['keys-with-no-certificate', left.size - joined],
  ]);
}

async function keep(
  twin: Twin,
  name: string,
  { certificate, key, trusted }: { certificate: string; key: string | undefined; trusted: string },
): Promise<void> {
  const menu = twin.menus.get('certificate');
  const read = new X509Certificate(certificate);
  const isIssuer = ({ id }: Item): boolean => {
    const held = twin.certificates.of(id);
    return held !== undefined && read.checkIssued(new X509Certificate(held.certificate));
  };
  const issuer = menu.items.find(isIssuer)?.id;
  const item = await menu.add({ name: free(twin, name), trusted });
  twin.certificates.keep(item.id, { certificate, key, issuer });
}

/** A name that is taken gets a number. */
function free(twin: Twin, name: string): string {
  const taken = new Set(twin.menus.names('certificate'));
  let candidate = name;
  for (let number = 1; taken.has(candidate); number += 1) candidate = `${name}_${number}`;
  return candidate;
}

/** Keys whose certificates came before them in a file of their own. */
async function joinKeys(twin: Twin, keys: ReadonlySet<string>): Promise<number> {
  let joined = 0;
  for (const { id } of twin.menus.get('certificate').items) {
    const held = twin.certificates.of(id);
    const key =
      held?.key === undefined ? [...keys].find((pem) => held && belongTogether(held.certificate, pem)) : undefined;
    if (held === undefined || key === undefined) continue;
    twin.certificates.keep(id, { ...held, key });
    await twin.menus.get('certificate').set(id, {});
    joined += 1;
  }
  return joined;
}

/** What an import says, in the console as lines, to a script and the API as values. */
function told(call: ActionCall, counts: readonly (readonly [string, number])[]): Value {
  if (call.asValue) return keyed(counts.map(([name, count]) => [name, num(count)] as const));
  const width = Math.max(...counts.map(([name]) => name.length));
  call.print(counts.map(([name, count]) => `${name.padStart(width + 5)}: ${count}\n`).join(''));
  return nothing;
}

async function exportCertificate(twin: Twin, call: ActionCall): Promise<Value> {
  const item = called(twin, given(call, 'numbers'));
  const held = twin.certificates.of(item.id);
  if (held === undefined) throw failure('not signed yet');
  if (given(call, 'type') === 'pkcs12') throw failure('the twin does not export pkcs12');
  const name = given(call, 'file-name') || `cert_export_${item.props['name']}`;
  const passphrase = given(call, 'export-passphrase');
  if (passphrase !== '' && passphrase.length < 8) throw failure('passphrase must be at least 8 characters long');
  for (const file of exportPem(name, held, passphrase)) twin.files.write(file.name, Buffer.from(file.text));
  return nothing;
}

async function revoke(twin: Twin, call: ActionCall): Promise<Value> {
  const item = called(twin, given(call, 'numbers'));
  const held = twin.certificates.of(item.id);
  if (held?.issuer === undefined) throw failure('certificate is not issued here');
  twin.certificates.keep(item.id, { ...held, revoked: true });
  return nothing;
}

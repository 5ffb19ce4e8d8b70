import { setTimeout as pause } from 'node:timers/promises';
import { KnocklabError } from '../../../core/errors.ts';
import { managementComment, managementGuest, managementMac } from './management.ts';
import type { Nic } from './plug-nics.ts';
import type { SerialConsole } from './serial-console.ts';

const interfacesTimeoutMs = 60_000;

/** Name by MAC address, in lower case. */
type Names = ReadonlyMap<string, string>;

/**
 * Waits until the router has all its interfaces, gives them the topology's names, and opens the harness's way in.
 * Gives the name of the management interface.
 */
export async function settleRouter(console: SerialConsole, nics: readonly Nic[]): Promise<string> {
  const macs = [...nics.map(({ mac }) => mac.toLowerCase()), managementMac];
  const names = await awaitInterfaces(console, macs);
  await nameInterfaces(console, nics, names);
  const management = `ether${nics.length + 1}`;
  const own = names.get(managementMac) ?? management;
  await expectSilence(
    console,
    `/ip address add address=${managementGuest}/24 interface="${own}" comment="${managementComment}"`,
  );
  await guardManagement(console, own);
  return own;
}

/** Puts the accept rule in front of all others, whatever has become of it. */
export async function guardManagement(console: SerialConsole, name: string): Promise<void> {
  const rules = '/ip firewall filter';
  await expectSilence(console, `${rules} remove [find comment="${managementComment}"]`);
  const rule = `chain=input in-interface="${name}" action=accept comment="${managementComment}"`;
  const count = (await console.run(`:put ("n=" . [:len [${rules} find dynamic=no]])`)).match(/n=(\d+)/)?.[1];
  await expectSilence(console, `${rules} add ${rule}${count === '0' ? '' : ' place-before=0'}`);
}

async function awaitInterfaces(console: SerialConsole, macs: readonly string[]): Promise<Names> {
  const endsAt = performance.now() + interfacesTimeoutMs;
  for (;;) {
    const names = await readInterfaces(console);
    const missing = macs.filter((mac) => !names.has(mac));
    if (missing.length === 0) return names;
    if (performance.now() > endsAt) throw missingInterfaces(missing, names);
    await pause(500);
  }
}

async function readInterfaces(console: SerialConsole): Promise<Names> {
  const each = '/interface ethernet get $i';
  const text = await console.run(
    `:foreach i in=[/interface ethernet find] do={:put ("mac=" . [${each} mac-address] . "=" . [${each} name])}`,
  );
  const found = [...text.matchAll(/mac=([\dA-F:]{17})=(.+)/gi)];
  return new Map(found.map(([, mac = '', name = '']) => [mac.toLowerCase(), name.trim()]));
}

/** Two may have each other's name, so each that is to change goes by another one first. */
async function nameInterfaces(console: SerialConsole, nics: readonly Nic[], names: Names): Promise<void> {
  const wrong = nics.filter(({ name, mac }) => names.get(mac.toLowerCase()) !== name);
  for (const temporary of [true, false])
    for (const { name, mac } of wrong) {
      const find = `[find mac-address=${mac.toUpperCase()}]`;
      await expectSilence(console, `/interface ethernet set ${find} name="${temporary ? `kl-${name}` : name}"`);
    }
}

/** A command that succeeds says nothing; RouterOS knows no other sign. */
async function expectSilence(console: SerialConsole, line: string): Promise<void> {
  const said = await console.run(line);
  if (said === '') return;
  throw new KnocklabError('router/refused', `The router refused "${line}": ${said}`, { evidence: console.tail(20) });
}

function missingInterfaces(missing: readonly string[], names: Names): KnocklabError {
  const seen = [...names].map(([mac, name]) => `${name} ${mac}`).join(', ');
  return new KnocklabError('router/not-ready', `The router has no interface with ${missing.join(', ')}.`, {
    evidence: `It has ${seen === '' ? 'none' : seen}.`,
    remedy: 'See whether its system knows virtio network cards.',
  });
}

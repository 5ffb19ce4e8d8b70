import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Host } from '../lab/host.ts';
import type { CommandResult } from '../process/command.ts';
import { nmapCommand, type ScanRequest, scan } from './scan.ts';

const xml = readFileSync(new URL('./fixtures/nmap-services.xml', import.meta.url), 'utf8');

/** A host whose nmap ends like this. */
function hostWhere(outcome: Partial<CommandResult>): Host {
  const unused = (): never => {
    throw new Error('not used here');
  };
  return {
    name: 'attacker',
    kind: 'host',
    address: '192.0.2.2',
    mac: undefined,
    exec: async (argv) => ({
      command: argv.join(' '),
      argv,
      exitCode: 0,
      signal: undefined,
      timedOut: false,
      durationMs: 7,
      stdout: xml,
      stderr: '',
      ...outcome,
    }),
    start: unused,
    reach: unused,
  };
}

test.each<[ScanRequest, string]>([
  [{}, ''],
  [{ profile: 'default' }, ''],
  [{ profile: 'services' }, 'NAMED -p 22,23,80,8291'],
  [{ profile: 'sequential' }, '-r -p-'],
  [{ profile: 'sequential', tcp: 'top1000' }, '-r'],
  [{ profile: 'sequential', tcp: [1, 2, 3] }, '-r -p 1,2,3'],
  [{ profile: 'udp' }, 'NAMED -sU -p 53,67,123,161,500,5678'],
  [{ profile: 'udp', udp: [53] }, 'NAMED -sU -p 53'],
  [{ profile: 'version' }, '-sV'],
  [{ profile: 'version', tcp: [22] }, '-sV NAMED -p 22'],
  [{ tcp: [22, 80] }, 'NAMED -p 22,80'],
  [{ udp: [53] }, 'NAMED -sU -p 53'],
  [{ tcp: [22], udp: [53] }, 'NAMED -sS -sU -p T:22,U:53'],
  [{ tcp: 'top1000', extraArgs: ['-T5', '--open'] }, '-T5 --open'],
])('turns %j into "nmap %s"', (request, args) => {
  const named = '-Pn --initial-rtt-timeout 150ms --max-rtt-timeout 300ms --min-rate 100';
  const words = ['nmap', '-n', '-oX', '-', ...args.replace('NAMED', named).split(' ').filter(Boolean), '192.0.2.1'];
  expect(nmapCommand('192.0.2.1', request)).toEqual(words);
});

test('asks nmap for the family of the address', () => {
  expect(nmapCommand('2001:db8::1', {})).toEqual(['nmap', '-6', '-n', '-oX', '-', '2001:db8::1']);
});

test('gives the scan with its evidence', async () => {
  const result = await scan(hostWhere({}), '192.0.2.1', { profile: 'services' });
  expect(result).toMatchObject({ durationMs: 7, hostUp: true, nmapVersion: '7.93', xml });
  expect(result.stateOf(23)).toBe('filtered');
});

test.each<[string, Partial<CommandResult>, string]>([
  ['is cut', { stdout: xml.slice(0, -40) }, 'probe/scan-failed'],
  ['is empty', { stdout: '' }, 'probe/scan-failed'],
  ['fails, whatever it wrote', { exitCode: 1, stderr: 'QUITTING!' }, 'probe/scan-failed'],
  ['is killed', { exitCode: undefined, signal: 'SIGKILL' }, 'probe/scan-failed'],
  ['takes too long', { exitCode: undefined, timedOut: true }, 'probe/scan-failed'],
  [
    'could not send',
    { stderr: 'sendto in send_ip_packet_sd: sendto(4, packet) => Network is unreachable' },
    'probe/scan-failed',
  ],
  ['is not installed', { exitCode: 127, stderr: 'nmap: not found' }, 'tool/missing'],
])('throws when the scan %s', async (_, outcome, code) => {
  await expect(scan(hostWhere(outcome), '192.0.2.1')).rejects.toMatchObject({
    code,
    ...(outcome.stderr === undefined ? {} : { evidence: outcome.stderr }),
  });
});

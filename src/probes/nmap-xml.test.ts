import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type NmapReport, parseNmapXml } from './nmap-xml.ts';

// The fixtures are nmap 7.93's own output for a Linux host with iptables rules.
function readFixture(name: string): string {
  return readFileSync(new URL(`./fixtures/nmap-${name}.xml`, import.meta.url), 'utf8');
}

function portLines({ ports }: NmapReport): string[] {
  return ports.map(({ port, protocol, state, reason, service }) => `${port}/${protocol} ${state} ${reason} ${service}`);
}

test('reads states, reasons and services', () => {
  const report = parseNmapXml(readFixture('services'));
  expect(report).toMatchObject({ version: '7.93', hostUp: true, others: [] });
  expect(portLines(report)).toEqual([
    '22/tcp open syn-ack ssh',
    '23/tcp filtered no-response telnet',
    '80/tcp closed reset http',
    '8291/tcp closed reset unknown',
  ]);
});

test('reads the ports that nmap only counts', () => {
  const { others } = parseNmapXml(readFixture('default'));
  expect(others).toMatchObject([{ state: 'closed', count: 998, protocol: 'tcp' }]);
  // The list is `1,3-4,6-7,…,19-21,24-26,…,65389`: 22 and 23 are listed one by one, 2 was not scanned.
  expect([1, 2, 4, 22, 23, 25, 65389].map((port) => others[0]?.has(port))).toEqual([
    true,
    false,
    true,
    false,
    false,
    true,
    true,
  ]);
});

test('keeps the counted ports of TCP and UDP apart', () => {
  const { others } = parseNmapXml(readFixture('tcp-and-udp'));
  expect(others.map(({ state, count, protocol }) => `${count} ${state} ${protocol}`)).toEqual([
    '30 closed udp',
    '8 closed tcp',
  ]);
});

test('reads UDP', () => {
  expect(portLines(parseNmapXml(readFixture('udp')))).toContain('53/udp closed port-unreach domain');
});

test('reads what -sV found', () => {
  expect(portLines(parseNmapXml(readFixture('version')))).toEqual([
    '22/tcp open syn-ack ssh: (protocol 2.0)',
    '80/tcp closed reset http',
  ]);
});

test('tells nobody there from no ports', () => {
  expect(parseNmapXml(readFixture('nobody'))).toMatchObject({ hostUp: false, ports: [], others: [] });
});

test.each([
  ['an interrupted scan', readFixture('interrupted'), /cut or damaged/],
  ['nothing', '', /wrote nothing/],
  ['an error message', 'Failed to open output file', /cut or damaged/],
  ['other XML', '<html><body/></html>', /not nmap's/],
  ['a scan without its end', readFixture('services').replace(/<runstats>.*<\/runstats>/s, ''), /not nmap's or was cut/],
  [
    'a scan that failed',
    readFixture('services').replace('exit="success"', 'exit="error" errormsg="disk full"'),
    /disk full/,
  ],
  ['a scan of nothing', readFixture('nobody').replace('total="1"', 'total="0"'), /scanned no address/],
  ['an unknown state', readFixture('services').replace('state="closed"', 'state="ajar"'), /not nmap's/],
])('throws at %s', (_, xml, message) => {
  expect(() => parseNmapXml(xml)).toThrow(message);
});

test('throws wherever the XML is cut', () => {
  const xml = readFixture('services').trimEnd();
  const readable = Array.from({ length: xml.length }, (_, length) => xml.slice(0, length)).filter(isReadable);
  expect(readable).toEqual([]);
});

function isReadable(xml: string): boolean {
  try {
    parseNmapXml(xml);
    return true;
  } catch {
    return false;
  }
}

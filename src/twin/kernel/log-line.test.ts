import { expect, test } from 'vitest';
import type { NflogPacket } from '../../core/packet/nflog.ts';
import { parseVersion } from '../version.ts';
import { firewallLogLine } from './log-line.ts';

// The lines are those that firewall-facts 3.1 collects from real routers; only addresses differ where none is given.

interface Wire {
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly source: string;
  readonly destination: string;
  readonly length: number;
  readonly flags?: number;
}

function ipv4({ protocol, source, destination, length, flags = 0 }: Wire): Buffer {
  const [from = '', sourcePort = '0'] = source.split(':');
  const [to = '', destinationPort = '0'] = destination.split(':');
  const packet = Buffer.alloc(length);
  packet.writeUInt8(0x45, 0);
  packet.writeUInt16BE(length, 2);
  packet.writeUInt8({ icmp: 1, tcp: 6, udp: 17 }[protocol], 9);
  for (const [offset, address] of [
    [12, from],
    [16, to],
  ] as const) {
    for (const [index, octet] of address.split('.').entries()) packet.writeUInt8(Number(octet), offset + index);
  }
  if (protocol === 'icmp') packet.writeUInt8(8, 20);
  else {
    packet.writeUInt16BE(Number(sourcePort), 20);
    packet.writeUInt16BE(Number(destinationPort), 22);
  }
  if (protocol === 'tcp') packet.writeUInt16BE(0x5000 | flags, 32);
  return packet;
}

const interfaces: Readonly<Record<number, string>> = { 1: 'ether1', 2: '1.ether5' };

function line(
  version: string,
  wire: Wire,
  packet: Partial<NflogPacket>,
  rule: { prefix: string; chain: string },
  state?: string,
): string | undefined {
  const whole = {
    prefix: '',
    inIfindex: undefined,
    outIfindex: undefined,
    physInIfindex: undefined,
    physOutIfindex: undefined,
    hook: 1,
    mark: 0,
    ...packet,
  };
  return firewallLogLine({ ...whole, payload: ipv4(wire) }, rule, {
    version: parseVersion(version),
    connectionState: state,
    interfaceName: (index) => interfaces[index ?? 0] ?? '(unknown 0)',
  });
}

const syn = 0x02;
const [ack, fin, psh] = [0x10, 0x01, 0x08];

test('a line of 6.x', () => {
  const wire: Wire = {
    protocol: 'tcp',
    source: '103.78.248.25:3306',
    destination: '198.20.103.242:37310',
    length: 52,
    flags: ack | fin,
  };
  expect(
    line('6.49', wire, { inIfindex: 2, hwAddress: '6e:24:74:00:39:1d' }, { prefix: '', chain: 'prerouting' }),
  ).toBe(
    'prerouting: in:1.ether5 out:(unknown 0), src-mac 6e:24:74:00:39:1d, proto TCP (ACK,FIN), 103.78.248.25:3306->198.20.103.242:37310, len 52',
  );
});

test('a line of 7.23 with a prefix: state before the address, address in upper case', () => {
  const wire: Wire = {
    protocol: 'tcp',
    source: '172.17.0.1:55134',
    destination: '10.0.2.15:15902',
    length: 44,
    flags: syn,
  };
  expect(
    line(
      '7.23.3',
      wire,
      { inIfindex: 1, hwAddress: '52:55:0a:00:02:02' },
      { prefix: 'A|live-in|', chain: 'input' },
      'new',
    ),
  ).toBe(
    'A|live-in| input: in:ether1 out:(unknown 0), connection-state:new src-mac 52:55:0A:00:02:02, proto TCP (SYN), 172.17.0.1:55134->10.0.2.15:15902, len 44',
  );
});

test('no comma after the state where there is no source address', () => {
  const wire: Wire = { protocol: 'icmp', source: '10.0.2.15', destination: '203.0.113.9', length: 56 };
  expect(line('7.16', wire, { outIfindex: 1 }, { prefix: '', chain: 'output' }, 'new')).toBe(
    'output: in:(unknown 0) out:ether1, connection-state:new proto ICMP (type 8, code 0), 10.0.2.15->203.0.113.9, len 56',
  );
});

test('UDP has ports and no flags; flags stand SYN, ACK, then the others', () => {
  const rule = { prefix: '', chain: 'input' };
  expect(
    line(
      '6.49',
      { protocol: 'udp', source: '10.101.1.1:520', destination: '10.101.1.255:520', length: 452 },
      { inIfindex: 1 },
      rule,
    ),
  ).toContain(' proto UDP, 10.101.1.1:520->10.101.1.255:520, len 452');
  const wire: Wire = {
    protocol: 'tcp',
    source: '192.0.2.1:1',
    destination: '192.0.2.2:2',
    length: 40,
    flags: ack | psh | fin,
  };
  expect(line('6.49', wire, { inIfindex: 1 }, rule)).toContain('proto TCP (ACK,FIN,PSH)');
});

test('what is no IP packet has no line', () => {
  const packet: NflogPacket = {
    prefix: '',
    inIfindex: 1,
    outIfindex: undefined,
    physInIfindex: undefined,
    physOutIfindex: undefined,
    hook: 1,
    mark: 0,
    payload: Buffer.from([0]),
  };
  expect(
    firewallLogLine(
      packet,
      { prefix: '', chain: 'input' },
      { version: parseVersion('7'), connectionState: 'new', interfaceName: () => '' },
    ),
  ).toBeUndefined();
});

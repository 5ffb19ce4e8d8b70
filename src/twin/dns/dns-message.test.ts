import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DnsMessage } from './dns-message.ts';
import { decodeMessage, encodeMessage, fitted } from './dns-message.ts';
import { recordTypes } from './dns-record.ts';

const message = (answers: DnsMessage['answers']): DnsMessage => ({
  id: 4711,
  isResponse: true,
  operation: 0,
  truncated: false,
  recursionDesired: true,
  code: 0,
  question: { name: 'www.example', type: 255, class: 1 },
  answers,
});
const record = (type: string, data: string): DnsMessage['answers'][number] => ({
  name: 'www.example',
  type: recordTypes[type] ?? 99,
  ttlSeconds: 60,
  data,
});

test.each([
  ['A', '192.0.2.1'],
  ['AAAA', '2001:db8::1'],
  ['CNAME', 'other.example'],
  ['NS', 'ns.example'],
  ['PTR', 'host.example'],
  ['MX', '10 mail.example'],
  ['SRV', '1 2 5060 sip.example'],
  ['TXT', 'v=spf1 -all'],
  ['TXT', 'x'.repeat(300)],
  ['SOA', 'ns.example admin.example 1 2 3 4 5'],
  ['SPF', '00ff'],
])('a record of type %s reads as it was written: %s', (type, data) => {
  const written = message([record(type, data)]);
  expect(decodeMessage(encodeMessage(written))).toEqual(written);
});

test('names that point to earlier ones are followed', () => {
  const plain = encodeMessage(message([record('A', '192.0.2.1')]));
  // The answer's name, written out, gives way to a pointer to the question's.
  const name = plain.indexOf('\x03www\x07example\x00', 20, 'latin1');
  const pointed = Buffer.concat([plain.subarray(0, name), Buffer.from([0xc0, 12]), plain.subarray(name + 13)]);
  expect(decodeMessage(pointed)).toEqual(message([record('A', '192.0.2.1')]));
});

test('a name that points to itself is no name', () => {
  const head = encodeMessage({ ...message([]), question: undefined });
  head.writeUInt16BE(1, 4);
  expect(decodeMessage(Buffer.concat([head, Buffer.from([0xc0, 12, 0, 1, 0, 1])]))).toBeUndefined();
});

test('an answer that does not fit is sent empty and marked', () => {
  const long = message(Array.from({ length: 100 }, (_, index) => record('A', `192.0.2.${index}`)));
  const sent = decodeMessage(fitted(long, 512));
  expect([sent?.truncated, sent?.answers]).toEqual([true, []]);
  expect(fitted(long, 4096)).toEqual(encodeMessage(long));
});

test('whatever the net sends is a message or none, and never an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      decodeMessage(Buffer.from(bytes));
    }),
    { seed: 1034, numRuns: 2000 },
  );
  const valid = encodeMessage(
    message(
      Object.keys(recordTypes).map((type) =>
        record(type, type === 'A' ? '192.0.2.1' : type === 'AAAA' ? '::1' : '1 a.b'),
      ),
    ),
  );
  fc.assert(
    fc.property(fc.nat(valid.length - 1), fc.nat(255), fc.nat(valid.length), (at, byte, end) => {
      const broken = Buffer.from(valid);
      broken[at] = byte;
      decodeMessage(broken.subarray(0, end));
    }),
    { seed: 1035, numRuns: 3000 },
  );
});

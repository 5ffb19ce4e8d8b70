import { expect, test } from 'vitest';
import { attribute, MessageReader, messageTypes, queueRequest } from './netlink-message.ts';

/** A message as the kernel sends it: its last attribute is not padded, and the length says so. */
function packet(payload: string): Buffer {
  const whole = queueRequest(messageTypes.packet, 7, [attribute(10, Buffer.from(payload))]);
  const length = 20 + 4 + payload.length;
  whole.writeUInt32LE(length, 0);
  return whole.subarray(0, length);
}

const payloads = (reader: MessageReader, chunk: Buffer): (string | undefined)[] =>
  reader.read(chunk).map(({ attributes }) => attributes.get(10)?.toString());

test('packets of any length that come together are told apart', () => {
  const all = ['a', 'bc', 'def', 'ghij', 'klmno'];
  expect(payloads(new MessageReader(), Buffer.concat(all.map(packet)))).toEqual(all);
});

test('a packet that comes in two parts is one', () => {
  const reader = new MessageReader();
  const bytes = Buffer.concat([packet('hello'), packet('world!')]);
  const seen = [bytes.subarray(0, 7), bytes.subarray(7, 40), bytes.subarray(40)].flatMap((part) =>
    payloads(reader, part),
  );
  expect(seen).toEqual(['hello', 'world!']);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineEnds, type TelnetEvent, TelnetParser } from './telnet-parser.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const typed = (events: readonly TelnetEvent[]): string =>
  events.flatMap((event) => (event.type === 'typed' ? [Buffer.from(event.bytes).toString('hex')] : [])).join('');
const others = (events: readonly TelnetEvent[]): TelnetEvent[] => events.filter(({ type }) => type !== 'typed');

test.each([
  ['6162ff', '6162', []],
  ['61ffff62', '61ff62', []],
  ['fffd18', '', [{ type: 'negotiation', verb: 'do', option: 24 }]],
  ['fffc27', '', [{ type: 'negotiation', verb: 'wont', option: 39 }]],
  ['fffa1f00780028fff061', '61', [{ type: 'window', columns: 120, rows: 40 }]],
  ['fffa1f00ffff0028fff0', '', [{ type: 'window', columns: 255, rows: 40 }]],
  ['fffa1f0078fff0', '', []],
  ['fffa1800787465726dfff061', '61', []],
  ['fff6', '', [{ type: 'are-you-there' }]],
  ['fff4fff361fff7', '0303617f', []],
])('reads %s', (hex, text, events) => {
  const read = new TelnetParser().push(bytes(hex));
  expect(typed(read)).toBe(text);
  expect(others(read)).toEqual(events);
});

test('reads the same in whatever pieces it comes', () => {
  const chunk = fc.array(fc.constantFrom(255, 240, 250, 251, 253, 246, 244, 31, 0, 13, 65), { maxLength: 60 });
  fc.assert(
    fc.property(chunk, fc.nat(60), (all, cut) => {
      const [whole, parts] = [new TelnetParser(), new TelnetParser()];
      const once = whole.push(Uint8Array.from(all));
      const twice = [all.slice(0, cut), all.slice(cut)].flatMap((part) => parts.push(Uint8Array.from(part)));
      expect(typed(twice)).toBe(typed(once));
      expect(others(twice)).toEqual(others(once));
    }),
    { seed: 20_261_121, numRuns: 500 },
  );
});

test.each([
  ['610d0a62', '610d62'],
  ['610d0062', '610d62'],
  ['610a62', '610d62'],
  ['0d0d0a', '0d0d'],
])('ends lines as a keyboard does: %s', (given, joined) => {
  const ends = new LineEnds();
  const pieces = [...bytes(given)].map((byte) => Buffer.from(ends.join(Uint8Array.of(byte))).toString('hex'));
  expect(pieces.join('')).toBe(joined);
});

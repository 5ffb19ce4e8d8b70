import { expect, test } from 'vitest';
import { didYouMean, nearestNames } from './did-you-mean.ts';

test.each([
  ['acton', ['action', 'chain', 'address'], ' Did you mean "action"?'],
  ['nework', ['network', 'address'], ' Did you mean "network"?'],
  ['swtich', ['switch', 'subnet'], ' Did you mean "switch"?'],
  ['CLIENT', ['client', 'clients'], ' Did you mean "client" or "clients"?'],
  ['ether', ['ether1', 'ether2', 'ether3', 'ether4'], ' Did you mean "ether1", "ether2" or "ether3"?'],
  ['', ['ab'], ''],
  ['wireguard', ['action', 'chain'], ''],
])('answers %j among %j with %j', (wrong, known, expected) => {
  expect(didYouMean(wrong, known)).toBe(expected);
});

test('puts the nearest name first', () => {
  expect(nearestNames('scn', ['scenario', 'scans', 'scan'])).toEqual(['scan', 'scans']);
});

test('sees through exchanged neighbours', () => {
  expect(nearestNames('fitler', ['filter'])).toEqual(['filter']);
});

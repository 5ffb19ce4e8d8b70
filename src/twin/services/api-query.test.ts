import { expect, test } from 'vitest';
import { matchesQuery, queriedProperty } from './api-query.ts';

const row = { name: 'ether1', type: 'ether', mtu: '1500', running: 'true', disabled: 'false', comment: 'up = link' };

test.each<[query: string, wanted: boolean]>([
  ['', true],
  ['?name', true],
  ['?vlan-id', false],
  ['?-vlan-id', true],
  ['?-name', false],
  ['?name=ether1', true],
  ['?=name=ether1', true],
  ['?name=ether', false],
  ['?comment=up = link', true],
  ['?comment=', false],
  ['?vlan-id=', false],
  ['?>comment=', true],
  ['?>vlan-id=', false],
  ['?>mtu=900', true],
  ['?<mtu=900', false],
  ['?<mtu=1501', true],
  ['?<name=ether2', true],
  ['?running=yes', true],
  ['?disabled=no', true],
  ['?disabled=yes', false],
  ['?constructor', false],
  // Several words are joined by and.
  ['?type=ether ?mtu=1500', true],
  ['?type=ether ?mtu=9000', false],
  // The examples of MikroTik's manual.
  ['?type=vlan ?type=ether ?#|', true],
  ['?type=vlan ?type=bridge ?#|', false],
  ['?type=ether ?#!', false],
  ['?type=ether ?running=true ?#&!', false],
  ['?type=vlan ?type=ether ?#|!', false],
  ['?type=vlan ?#!', true],
  // An index at the end of the word replaces the stack, before anything else it copies.
  ['?type=vlan ?type=ether ?#0', true],
  ['?type=vlan ?type=ether ?#1', false],
  ['?type=vlan ?type=ether ?#1|', false],
  ['?type=ether ?#0.!', false],
  ['?type=ether ?#.&', true],
  // Below the pushed values lie true ones.
  ['?#&', true],
  ['?type=vlan ?#|', true],
  ['?#!', false],
])('%s → %s', (query, wanted) => {
  const words = query === '' ? [] : query.split(/ (?=\?)/);
  expect(matchesQuery(words, row)).toBe(wanted);
});

test.each([
  ['?name', ['name']],
  ['?-name', ['name']],
  ['?name=-x=y', ['name']],
  ['?=name=x', ['name']],
  ['?>mtu=900', ['mtu']],
  ['?#&!', []],
])('knows what %s is about', (word, properties) => {
  expect(queriedProperty(word)).toEqual(properties);
});

import { expect, test } from 'vitest';
import { findRosVersion } from './ros-version.ts';

test.each([
  ['# jul/20/2023 20:43:56 by RouterOS 6.49.18\n# software id = \n', '6.49'],
  ['# 2024-05-01 10:00:00 by RouterOS 7.14.3\n', '7'],
  ['# model = RB951\n# jan/02/1970 00:00:12 by RouterOS 6.42\n', '6.49'],
  ['# written by hand\n/ip address\n', undefined],
  ['/ip address\nadd comment="made by RouterOS 6.49"\n', undefined],
])('%j is for RouterOS %s', (text, version) => {
  expect(findRosVersion(text)).toBe(version);
});

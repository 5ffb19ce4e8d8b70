import { expect, test } from 'vitest';
import type { Props } from '../menu/menu-spec.ts';
import { formatLine } from './syslog-sender.ts';

const line = {
  wallMs: Date.UTC(2023, 6, 5, 20, 43, 7),
  topics: ['system', 'error', 'critical'],
  message: 'login failure',
};

test.each<[Props, string]>([
  [{}, 'system,error,critical login failure'],
  [{ 'bsd-syslog': 'yes' }, '<26>Jul  5 20:43:07 My_router system,error,critical login failure'],
  [
    { 'bsd-syslog': 'yes', 'syslog-facility': 'local7' },
    '<186>Jul  5 20:43:07 My_router system,error,critical login failure',
  ],
  [
    { 'bsd-syslog': 'yes', 'syslog-severity': 'debug', 'syslog-time-format': 'iso8601' },
    '<31>2023-07-05T20:43:07+00:00 My_router system,error,critical login failure',
  ],
  [{ 'remote-log-format': 'syslog' }, '<26>Jul  5 20:43:07 My_router system,error,critical login failure'],
])('%j', (action, expected) => {
  expect(formatLine(action, line, 'My router')).toBe(expected);
});

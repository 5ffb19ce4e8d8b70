import { expect, test } from 'vitest';
import { str } from '../value.ts';
import { type Session, startSession } from './testing/run.ts';

/**
 * The scripts `aman` and `tidakaman` of Husain et al. (2023), figures 9 and 10: root commands without colons, a loop
 * variable with the name of a menu, and a `get` relative to root. What the figures cut off is completed.
 */
const script = (logMessage: string, text: string): string => `
local maxLogs 1;
local logsCount 0;
local logMessage "${logMessage}";
foreach log in=[/log find where message~$logMessage] do={
if ($logsCount < $maxLogs) do={
local waktu [log get $log time];
local apiToken "123456:test-token";
local chatId "-1001949507985";
/tool fetch url="https://api.telegram.org/bot$apiToken/sendMessage?chat_id=$chatId&text=$[/system clock get date] ${text}" keep-result=no;
set logsCount ($logsCount + 1);
}
}
`;

const aman = script(
  'authenticated_clients input:',
  '$waktu - Action Allow Occurred: Wifi Client Telah Aman [Authenticated Clients]',
);
const tidakaman = script(
  'PortScanner Terdeteksi input:',
  'Action Drop Occurred: $waktu Wifi Client Sedang Tidak Aman [Port Scanning]',
);

function sessionWithLog(...messages: readonly string[]): Session {
  const session = startSession();
  session.device.put('system/clock', { date: str('jul/20/2023') });
  for (const [index, message] of messages.entries()) {
    session.device.put('log', { time: str(`20:43:5${index}`), topics: str('firewall,info'), message: str(message) });
  }
  return session;
}

const urls = (session: Session): readonly string[] =>
  session.device.calls.flatMap(({ path, args }) => (path === 'tool' ? [args.url ?? ''] : []));

const api = 'https://api.telegram.org/bot123456:test-token/sendMessage?chat_id=-1001949507985&text=';

test('tells of the first port scan in the log only', async () => {
  const session = sessionWithLog(
    'system started',
    'PortScanner Terdeteksi input: in:ether1 out:(unknown 0), proto TCP (SYN), 103.190.47.46:1234->103.190.47.45:22, len 44',
    'PortScanner Terdeteksi input: again',
  );
  expect(await session.run(tidakaman)).toBe('');
  expect(urls(session)).toEqual([
    `${api}jul/20/2023 Action Drop Occurred: 20:43:51 Wifi Client Sedang Tidak Aman [Port Scanning]`,
  ]);
});

test('tells of an authenticated client', async () => {
  const session = sessionWithLog('authenticated_clients input: in:ether1');
  expect(await session.run(aman)).toBe('');
  expect(urls(session)).toEqual([
    `${api}jul/20/2023 20:43:50 - Action Allow Occurred: Wifi Client Telah Aman [Authenticated Clients]`,
  ]);
});

test('is silent when the log holds nothing of the kind', async () => {
  const session = sessionWithLog('system started');
  expect(await session.run(tidakaman)).toBe('');
  expect(urls(session)).toEqual([]);
});

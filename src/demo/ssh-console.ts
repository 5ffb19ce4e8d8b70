import { createConnection } from 'node:net';
import { Client, type ClientChannel } from 'ssh2';
import type { RouterConsole } from '../scenario/gate/gate.ts';
import type { Console, ConsoleEvents } from './consoles.ts';

/** A machine under emulation that makes its host key at the first call takes its time. */
const readyTimeoutMs = 60_000;

/** The console of a RouterOS, as an administrator has it over SSH; on its management port, which no firewall under test can shut. */
export function openSshConsole({ path, password }: Required<RouterConsole>, { output, ended }: ConsoleEvents): Console {
  const client = new Client();
  const size = { columns: 80, rows: 24 };
  let early = '';
  let channel: ClientChannel | undefined;
  client.on('ready', () => {
    client.shell({ cols: size.columns, rows: size.rows, term: 'xterm-256color' }, (error, opened) => {
      if (error !== undefined) return ended(error.message);
      channel = opened;
      opened.on('data', output);
      opened.on('close', () => ended('the console has closed'));
      opened.write(early);
    });
  });
  client.on('error', (error) => ended(error.message));
  client.on('close', () => ended('the console has closed'));
  // The key is the guest's own of this boot: there is nothing to compare it with.
  client.connect({ sock: createConnection({ path }), username: 'admin', password, readyTimeout: readyTimeoutMs });
  return {
    input: (keys) => {
      if (channel === undefined) early += keys;
      else channel.write(keys);
    },
    resize: (columns, rows) => {
      Object.assign(size, { columns, rows });
      channel?.setWindow(rows, columns, 0, 0);
    },
    close: () => client.end(),
  };
}

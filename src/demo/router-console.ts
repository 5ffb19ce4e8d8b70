import { connect } from 'node:net';
import type { RouterConsole } from '../scenario/gate/gate.ts';
import type { Console, ConsoleEvents } from './consoles.ts';
import { openSshConsole } from './ssh-console.ts';

/** The router's own console: the twin's, or over SSH that of a RouterOS. */
export function openRouterConsole({ path, password }: RouterConsole, events: ConsoleEvents): Console {
  return password === undefined ? openTwinConsole(path, events) : openSshConsole({ path, password }, events);
}

function openTwinConsole(path: string, { output, ended }: ConsoleEvents): Console {
  const socket = connect(path);
  socket.on('data', output);
  socket.on('error', () => undefined);
  socket.on('close', () => ended('the console has closed'));
  const say = (input: object): void => void (socket.writable && socket.write(`${JSON.stringify(input)}\n`));
  return {
    input: (keys) => say({ keys }),
    resize: (columns, rows) => say({ size: [columns, rows] }),
    close: () => socket.destroy(),
  };
}

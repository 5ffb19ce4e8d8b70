import { connect } from 'node:net';
import type { Console, ConsoleEvents } from './consoles.ts';

/** The router's own console, by the socket that leads to it. */
export function openRouterConsole(path: string, { output, ended }: ConsoleEvents): Console {
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

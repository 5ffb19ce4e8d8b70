import type { Socket } from 'node:net';
import type { Client, ClientChannel } from 'ssh2';
import { textOfBytes } from '../../routeros/byte-text.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Keyboard } from './keyboard.ts';

/** What a router's own SSH client was asked to do over a connection that is made. */
export interface SshRequest {
  readonly user: string;
  /** Asked for at the keyboard when it is not known. */
  readonly password: string | undefined;
  /** Without it, a shell. */
  readonly command: string | undefined;
  readonly keyboard: Keyboard | undefined;
  readonly print: (text: string) => void;
  readonly signal: AbortSignal;
}

const failure = (what: string): RouterosError =>
  new RouterosError(`failure: ${what}`, { category: trapCategories.general });

/** Runs the command, or a shell, to its end; gives the exit code. Any host key will do, as to RouterOS. */
export async function runSsh(socket: Socket, request: SshRequest): Promise<number> {
  // Only who uses it pays for loading it.
  const { Client: SshClient } = await import('ssh2');
  const client = new SshClient();
  const password = request.password ?? (await askPassword(request));
  request.signal.addEventListener('abort', () => client.destroy(), { once: true });
  try {
    await ready(
      client,
      () => client.connect({ sock: socket, username: request.user, password, tryKeyboard: true }),
      password,
    );
    return await attend(await channelOf(client, request.command), request);
  } finally {
    client.end();
    socket.destroy();
  }
}

/** Typed without being shown; nobody there: an empty one. */
async function askPassword({ keyboard, print, signal }: SshRequest): Promise<string> {
  if (keyboard === undefined) return '';
  print('password:');
  const { promise, resolve } = Promise.withResolvers<void>();
  let typed = '';
  const release = keyboard.hold((bytes) => {
    for (const character of Buffer.from(bytes).toString('utf8')) {
      if (character === '\r' || character === '\n' || character === '\x03') return resolve();
      typed = character === '\x7f' || character === '\b' ? typed.slice(0, -1) : typed + character;
    }
  });
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  release();
  print('\n');
  return typed;
}

function ready(client: Client, start: () => void, password: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.on('keyboard-interactive', (_name, _text, _language, prompts, finish) =>
      finish(prompts.map(() => password)),
    );
    client.once('ready', () => resolve());
    client.once('error', (error) =>
      reject(failure(error.level === 'client-authentication' ? 'authentication failure' : error.message)),
    );
    client.once('close', () => reject(failure('connection closed')));
    start();
  });
}

function channelOf(client: Client, command: string | undefined): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    const take = (error: Error | undefined, channel: ClientChannel): void =>
      error === undefined ? resolve(channel) : reject(failure(error.message));
    if (command === undefined) client.shell({ term: 'vt102' }, take);
    else client.exec(command, take);
  });
}

function attend(channel: ClientChannel, { keyboard, print }: SshRequest): Promise<number> {
  return new Promise((resolve) => {
    let exitCode = 0;
    const show = (chunk: Buffer): void => print(textOfBytes(chunk));
    channel.on('data', show);
    channel.stderr.on('data', show);
    const release = keyboard?.hold((bytes) => void channel.write(Buffer.from(bytes)));
    channel.on('exit', (code: number | null) => {
      exitCode = code ?? 255;
    });
    channel.once('close', () => {
      release?.();
      resolve(exitCode);
    });
  });
}

import { once } from 'node:events';
import { createConnection } from 'node:net';
import { Client, type ClientChannel, type SFTPWrapper } from 'ssh2';
import { KnocklabError } from '../../../core/errors.ts';

export interface SshTarget {
  /** A unix socket that leads to the router's SSH. */
  readonly path: string;
  readonly password: string;
}

/** A machine under emulation that makes its host key at the first call takes its time. */
const readyTimeoutMs = 60_000;

/** Puts a file on the router, of any length: RouterOS takes it over SFTP since 6. */
export async function uploadFile(target: SshTarget, name: string, text: string): Promise<void> {
  await withClient(target, async (client) => {
    const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
      client.sftp((error, session) => (error === undefined ? resolve(session) : reject(error)));
    });
    await new Promise<void>((resolve, reject) => {
      sftp.writeFile(`/${name}`, Buffer.from(text), (error) => (error ? reject(error) : resolve()));
    });
  });
}

/** Runs one line of the console and gives what it printed; a line that fails says so there, and in no other way (api-facts 7). */
export async function runOverSsh(target: SshTarget, line: string): Promise<string> {
  return await withClient(target, async (client) => {
    const channel = await new Promise<ClientChannel>((resolve, reject) => {
      client.exec(line, (error, opened) => (error === undefined ? resolve(opened) : reject(error)));
    });
    const parts: Buffer[] = [];
    for (const stream of [channel, channel.stderr]) stream.on('data', (bytes: Buffer) => parts.push(bytes));
    await once(channel, 'close');
    return Buffer.concat(parts).toString().replaceAll('\r\n', '\n');
  });
}

async function withClient<T>({ path, password }: SshTarget, use: (client: Client) => Promise<T>): Promise<T> {
  const sock = createConnection({ path });
  const client = new Client();
  // An error after the answer (a connection that the router cuts) is nobody's business any more.
  client.on('error', () => undefined);
  try {
    const ready = once(client, 'ready');
    // The key is the guest's own of this boot: there is nothing to compare it with.
    client.connect({ sock, username: 'admin', password, readyTimeout: readyTimeoutMs });
    await ready;
    return await use(client);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new KnocklabError('router/ssh', `The router could not be reached over SSH: ${why}`, {
      remedy: 'Leave its service ssh on: a configuration too long for the API goes to the router over it.',
      cause: error,
    });
  } finally {
    client.end();
    sock.destroy();
  }
}

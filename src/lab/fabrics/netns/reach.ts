import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { KnocklabError } from '../../../core/errors.ts';
import type { LabHost } from '../../lab.ts';
import { insideDirectory } from './holder-script.ts';

/**
 * Opens a unix socket that leads to a port, or to an abstract socket, of a host's loopback. No packet of it is on any
 * network of the lab. It stays open with the lab, for other processes too.
 */
export async function openReach(host: LabHost, target: number | `@${string}`, directory: string): Promise<string> {
  const name = `reach/${host.name}-${String(target).replaceAll('/', '_')}`;
  const logFile = `${directory}/${name}.log`;
  const address = typeof target === 'number' ? `TCP:127.0.0.1:${target}` : `ABSTRACT-CONNECT:${target.slice(1)}`;
  if (!isListening(logFile)) {
    const socket = `UNIX-LISTEN:${insideDirectory}/${name}.sock,fork`;
    const socat = await host.start(['socat', '-d', '-d', socket, address], { detached: true, logFile });
    await untilListening(
      logFile,
      socat.ended.then(() => true),
    );
  }
  return `${directory}/${name}.sock`;
}

const deadlineMs = 5000;

async function untilListening(logFile: string, ended: Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + deadlineMs;
  while (!isListening(logFile)) {
    const hasEnded = await Promise.race([ended, pause(2, false)]);
    if (hasEnded || performance.now() > endsAt) {
      throw new KnocklabError('lab/unreachable', 'socat did not open its socket.', { evidence: read(logFile) });
    }
  }
}

/** socat says so with -d -d; the socket's file is there a moment before one can connect. */
function isListening(logFile: string): boolean {
  return read(logFile).includes(' listening on ');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

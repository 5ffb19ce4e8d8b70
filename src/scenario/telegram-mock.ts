import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { KnocklabError } from '../core/errors.ts';
import type { Lab, LabHost } from '../lab/lab.ts';
import type { Isp } from '../lab/topology/topology.ts';
import { connectTelegram, type TelegramClient } from '../telegram/client.ts';

const apiName = 'api.telegram.org';
const program = fileURLToPath(new URL('../telegram/main.ts', import.meta.url));
const deadlineMs = 10_000;

/** Starts the Bot API mock on the host whose address the lab's DNS gives for it; undefined when there is none. */
export async function startTelegram(lab: Lab): Promise<TelegramClient | undefined> {
  const isp = findIsp(lab);
  if (isp === undefined) return undefined;
  const inside = (name: string): string => `${lab.insideDirectory}/${name}`;
  const files = ['--control', inside('telegram.sock'), '--ca', inside('ca.pem'), '--log', inside('telegram.jsonl')];
  // A small young generation: it answers a call a minute, and its memory counts in every lab.
  const argv = [process.execPath, '--max-semi-space-size=1', program, '--address', isp.dns[apiName] ?? '', ...files];
  const mock = await lab.host(isp.name).start(argv, { detached: true, logFile: logFile(lab) });
  await untilReady(lab, mock);
  return connectTelegram(socketFile(lab));
}

/** The client for the mock of a lab that runs already. */
export function attachTelegram(lab: Lab): TelegramClient | undefined {
  return findIsp(lab) === undefined ? undefined : connectTelegram(socketFile(lab));
}

function findIsp({ topology }: Lab): Isp | undefined {
  return Object.values(topology.hosts).find((node): node is Isp => node.kind === 'isp' && apiName in node.dns);
}

async function untilReady(lab: Lab, mock: Awaited<ReturnType<LabHost['start']>>): Promise<void> {
  const endsAt = performance.now() + deadlineMs;
  const ended = mock.ended.then(() => true);
  while (!(await isReady(lab))) {
    const hasEnded = await Promise.race([ended, pause(5, false)]);
    if (hasEnded || performance.now() > endsAt) throw await notReady(lab, hasEnded);
  }
}

/** The mock says so when both the Bot API and its control socket answer. */
async function isReady(lab: Lab): Promise<boolean> {
  return existsSync(socketFile(lab)) && /^ready$/m.test(await readLog(lab));
}

async function notReady(lab: Lab, hasEnded: boolean): Promise<KnocklabError> {
  const what = hasEnded ? 'ended before it was ready' : `was not ready within ${deadlineMs} ms`;
  return new KnocklabError('lab/telegram-not-ready', `The Telegram mock ${what}.`, {
    evidence: (await readLog(lab)).trimEnd(),
    remedy: 'See the last lines of its log; the address of api.telegram.org must be one of the isp.',
  });
}

async function readLog(lab: Lab): Promise<string> {
  return readFile(logFile(lab), 'utf8').catch(() => '');
}

function socketFile(lab: Lab): string {
  return join(lab.directory, 'telegram.sock');
}

function logFile(lab: Lab): string {
  return join(lab.directory, 'telegram.log');
}

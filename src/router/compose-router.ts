import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { KnocklabError } from '../core/errors.ts';
import { connectApi } from './api-client.ts';
import { bootHere } from './compose-chr.ts';
import { Router } from './router.ts';

// The router of docker-compose.lab.yml, with a configuration put on it as an administrator would: the twin or, with --image,
// a CHR. It ends with it.

const { values } = parseArgs({
  options: { ros: { type: 'string' }, config: { type: 'string' }, image: { type: 'string' } },
});
const { ros = '7', config = '', image } = values;
const port = 18_728;

try {
  await (image === undefined ? runTwin() : runChr(image));
} catch (error) {
  const isKnown = error instanceof KnocklabError;
  process.stderr.write(
    isKnown ? `${error.message}\n${error.evidence ?? ''}\n${error.remedy ?? ''}\n` : `${String(error)}\n`,
  );
  process.exit(1);
}

async function runTwin(): Promise<void> {
  const main = fileURLToPath(new URL('../twin/main.ts', import.meta.url));
  const options = [`--ros=${ros}`, `--management-port=${port}`, '--trust=/run/knocklab/ca.pem'];
  const twin = spawn(process.execPath, [main, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  twin.once('exit', (code) => process.exit(code ?? 1));
  onSignal(() => twin.kill());
  for await (const line of createInterface({ input: twin.stdout })) {
    process.stdout.write(`${line}\n`);
    if (line !== 'ready') continue;
    const api = await connectApi({ at: { host: '127.0.0.1', port }, user: 'admin', password: '' });
    await using router = new Router(api);
    await configure(router);
  }
}

async function runChr(disk: string): Promise<void> {
  onSignal(() => process.exit(0));
  const { chr, ended } = await bootHere(disk, { ros, interfaces: process.env.INTERFACES ?? '' });
  writeFileSync('/run/knocklab/router-password', chr.password);
  process.stdout.write(`admin's password is ${chr.password}; the API is at 127.0.0.1:${port} in this container\n`);
  await configure(chr.router);
  await ended;
  process.exit(1);
}

async function configure(router: Router): Promise<void> {
  await router.importConfig({ name: config, text: readFileSync(config, 'utf8') });
  writeFileSync('/run/knocklab/router-is-up', `${config}\n`);
  process.stdout.write(`configured with ${config}\n`);
}

function onSignal(end: () => void): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);
}

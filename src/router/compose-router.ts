import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { connectApi } from './api-client.ts';
import { Router } from './router.ts';

// The router of docker-compose.lab.yml: the twin, with a configuration put on it as an administrator would. It ends with it.

const { values } = parseArgs({ options: { ros: { type: 'string' }, config: { type: 'string' } } });
const { ros = '7', config = '' } = values;
const port = 18_728;
const twin = spawn(
  process.execPath,
  [
    fileURLToPath(new URL('../twin/main.ts', import.meta.url)),
    `--ros=${ros}`,
    `--management-port=${port}`,
    '--trust=/run/knocklab/ca.pem',
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
twin.once('exit', (code) => process.exit(code ?? 1));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => twin.kill(signal));

for await (const line of createInterface({ input: twin.stdout })) {
  process.stdout.write(`${line}\n`);
  if (line === 'ready') await configure();
}

async function configure(): Promise<void> {
  const api = await connectApi({ at: { host: '127.0.0.1', port }, user: 'admin', password: '' });
  await using router = new Router(api);
  await router.importConfig({ name: config, text: readFileSync(config, 'utf8') });
  writeFileSync('/run/knocklab/router-is-up', `${config}\n`);
  process.stdout.write(`configured with ${config}\n`);
}

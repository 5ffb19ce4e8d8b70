import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { startTelegramMock } from './telegram-mock.ts';

/** The Bot API mock as a program, on the host that the lab's DNS calls api.telegram.org. Prints `ready` when it is. */
const { values } = parseArgs({
  options: {
    address: { type: 'string', default: '149.154.167.220' },
    port: { type: 'string', default: '443' },
    control: { type: 'string', default: '/run/knocklab/telegram.sock' },
    ca: { type: 'string', default: '/run/knocklab/ca.pem' },
    log: { type: 'string', default: '/run/knocklab/telegram.jsonl' },
  },
});

await startTelegramMock({ ...values, port: Number(values.port) });
process.stdout.write('ready\n');
// NODE_COMPILE_CACHE is written when a program ends, but a lab ends its programs by SIGKILL.
flushCompileCache();

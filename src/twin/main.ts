import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { KnocklabError } from '../core/errors.ts';
import { RouterosError } from '../routeros/routeros-error.ts';

const { values } = parseArgs({
  options: {
    ros: { type: 'string', default: '7' },
    'management-port': { type: 'string', default: '18728' },
    control: { type: 'string', default: '@knocklab-twin' },
    console: { type: 'string' },
    trust: { type: 'string' },
    measure: { type: 'boolean', default: false },
    unplugged: { type: 'string', default: '' },
    'run-dir': { type: 'string', default: '/run/knocklab/router' },
  },
});
const { bootTwin } = await import('./boot.ts');
try {
  await bootTwin({
    ros: values.ros,
    managementPort: Number(values['management-port']),
    control: values.control,
    console: values.console,
    trustFile: values.trust,
    unplugged: values.unplugged.split(',').filter((name) => name !== ''),
    runDirectory: values['run-dir'],
    measured: values.measure,
  });
  process.stdout.write('ready\n');
} catch (error) {
  // Whoever started it shows the end of its output: what went wrong has to stand there, not where in the code.
  const isFault = error instanceof KnocklabError || error instanceof RouterosError;
  process.stderr.write(
    `The router cannot start: ${isFault ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
}
// NODE_COMPILE_CACHE is written when a program ends, but a lab ends its programs by SIGKILL.
flushCompileCache();

import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    ros: { type: 'string', default: '7' },
    'management-port': { type: 'string', default: '18728' },
    control: { type: 'string', default: '@knocklab-twin' },
    trust: { type: 'string' },
    'run-dir': { type: 'string', default: '/run/knocklab/router' },
  },
});
const { bootTwin } = await import('./boot.ts');
await bootTwin({
  ros: values.ros,
  managementPort: Number(values['management-port']),
  control: values.control,
  trustFile: values.trust,
  runDirectory: values['run-dir'],
});
process.stdout.write('ready\n');
// NODE_COMPILE_CACHE is written when a program ends, but a lab ends its programs by SIGKILL.
flushCompileCache();

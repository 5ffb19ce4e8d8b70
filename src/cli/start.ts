import { crash, main } from './main.ts';

/** `knocklab` as a program: what `bin/knocklab.js` starts. */
process.on('uncaughtException', (error) => process.exit(crash(error, process.argv.slice(2))));
// Whoever reads our output may stop reading: `| head`. That is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
const exitCode = await main(process.argv.slice(2));
// process.exit, because a worker that does not end must not keep us; but not before the pipes have taken everything.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((taken) => stream.write('', taken))));
process.exit(exitCode);

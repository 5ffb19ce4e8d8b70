import type { AddCommand } from '../add-command.ts';
import { debugOption } from '../add-command.ts';
import type { DoctorOptions } from '../doctor-command.ts';

export const addDoctorCommand: AddCommand = (program, { terminal, finish }) => {
  program
    .command('doctor')
    .description('find out what is missing on this machine, and how to get it')
    .option('--install', 'install what is missing with the machine’s package manager', false)
    .option('--clients', 'look for what knocklab’s own tests need besides: other clients of RouterOS', false)
    .option('--attacks', 'look for what the attacks on the published systems need besides', false)
    .option('--browser', 'look for the browser that prints reports, and that the tests look at them with', false)
    .option('--docker', 'look for what the docker fabric needs besides: an engine, and what makes its images', false)
    .option('--chr', 'look for what a CHR as the router needs besides: QEMU, and cables into it', false)
    .option('--quiet', 'print nothing when nothing is missing', false)
    .option(...debugOption, false)
    .action(async (options: DoctorOptions) => {
      const { doctorCommand } = await import('../doctor-command.ts');
      finish(await doctorCommand(options, terminal));
    });
};

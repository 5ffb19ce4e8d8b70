import type { AddCommand } from '../add-command.ts';
import { debugOption } from '../add-command.ts';

export interface DeviceRestoreOptions {
  readonly address: string;
  readonly ca?: string;
  readonly yes: boolean;
}

/** Shared with `conformance --router device`. */
export const deviceOptions = {
  address: [
    '--address <host[:port]>',
    'where a device stands; its login is in KNOCKLAB_DEVICE_USER and KNOCKLAB_DEVICE_PASSWORD',
  ],
  ca: ['--ca <file.pem>', 'go to a device by API-SSL, and trust certificates of this authority'],
  yes: ['--yes', 'do not ask before a device is changed'],
} as const;

export const addDeviceCommand: AddCommand = (program, { terminal, finish }) => {
  const device = program.command('device').description('a RouterOS that stands somewhere');
  device
    .command('restore')
    .description('take away what a killed run has left on a device, and compare it with its export from before')
    .argument('<export.rsc>', 'the file that the run has named')
    .requiredOption(...deviceOptions.address)
    .option(...deviceOptions.ca)
    .option(...deviceOptions.yes, false)
    .option(...debugOption, false)
    .action(async (file: string, options: DeviceRestoreOptions) => {
      const { deviceRestoreCommand } = await import('../conformance/device-restore-command.ts');
      finish(await deviceRestoreCommand(file, options, terminal));
    });
};

import { InvalidArgumentError } from 'commander';
import type { Cards } from '../../lab/cards.ts';
import type { AddCommand } from '../add-command.ts';
import { debugOption } from '../add-command.ts';

export interface DeviceRestoreOptions {
  readonly address: string;
  readonly ca?: string;
  readonly yes: boolean;
}

/** Shared with `run` and `conformance`, where the router is a device. */
export const deviceOptions = {
  address: [
    '--address <host[:port]>',
    'where a device stands; its login is in KNOCKLAB_DEVICE_USER and KNOCKLAB_DEVICE_PASSWORD',
  ],
  ca: ['--ca <file.pem>', 'go to a device by API-SSL, and trust certificates of this authority'],
  nic: [
    '--nic <interface=card>',
    'the network card of this machine that is cabled to this interface of a device; once for each interface',
  ],
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

/** One more of `--nic ether1=enp3s0`. */
export function addCard(text: string, cards: Cards): Cards {
  const [, own = '', card = ''] = /^([\w-]+)=([^\s=/]{1,15})$/.exec(text) ?? [];
  if (own === '') throw new InvalidArgumentError('It is written as ether1=enp3s0.');
  if (cards[own] !== undefined) throw new InvalidArgumentError(`${own} has ${cards[own]} already.`);
  return { ...cards, [own]: card };
}

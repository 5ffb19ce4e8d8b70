import type { AddCommand } from '../add-command.ts';
import { debugOption, oneOf } from '../add-command.ts';
import { addImageOptions } from '../router-options.ts';
import { deviceOptions } from './device.ts';

export interface ConformanceCommandOptions {
  readonly router: 'twin' | 'chr' | 'device';
  readonly image?: string;
  readonly acceptLicence: boolean;
  readonly snapshot: boolean;
  readonly ros?: '6.49' | '7';
  readonly out: string;
  readonly address?: string;
  readonly ca?: string;
  readonly yes: boolean;
}

export const addConformanceCommand: AddCommand = (program, { terminal, finish }) => {
  const command = program
    .command('conformance')
    .description('ask a router what every RouterOS has to answer, and say where it answers otherwise')
    .argument('[area...]', 'language, menus, lists, counters, logs, services, packets; without any, all of them')
    .option('--router <kind>', 'who is asked', oneOf('twin', 'chr', 'device'), 'twin');
  addImageOptions(command)
    .option(
      '--ros <version>',
      'the RouterOS that the twin plays, 6.49 or 7 (7); another router is held to this one instead of its own',
      oneOf('6.49', '7'),
    )
    .option('--out <folder>', 'where conformance.json and conformance.md are written', 'reports/conformance')
    .option(...deviceOptions.address)
    .option(...deviceOptions.ca)
    .option(...deviceOptions.yes, false)
    .option(...debugOption, false)
    .action(async (areas: string[], options: ConformanceCommandOptions) => {
      const { conformanceCommand } = await import('../conformance/conformance-command.ts');
      finish(await conformanceCommand(areas, options, terminal));
    });
};

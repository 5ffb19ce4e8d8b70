import type { Fabric } from '../../lab/fabrics/fabric.ts';
import type { AddCommand } from '../add-command.ts';
import { debugOption, oneOf } from '../add-command.ts';
import { addRouterOptions } from '../router-options.ts';

/** The options of `knocklab up`. */
export interface UpCommandOptions {
  readonly topology?: string;
  readonly config?: string;
  readonly name: string;
  readonly ros?: '6.49' | '7';
  readonly clock: 'virtual' | 'real';
  readonly fabric: Fabric;
  readonly router: 'twin' | 'chr';
  readonly image?: string;
  readonly acceptLicence: boolean;
  readonly snapshot: boolean;
}

export const addUpCommand: AddCommand = (program, { terminal }) => {
  addRouterOptions(
    program
      .command('up')
      .description('build a lab and leave it running')
      .option('--topology <file>', 'a name in lab/topologies/ or a file; without it, the paper’s network')
      .option(
        '--config <file.rsc>',
        'what to put on the router: a name below lab/router/ or a file; without it, nothing, in the paper’s network its scheme 3',
      )
      .option('--name <lab>', 'what the lab is called', 'lab')
      .option('--ros <version>', 'the RouterOS that the router plays: 6.49 or 7', oneOf('6.49', '7'))
      .option(
        '--clock <clock>',
        'virtual: `knocklab clock` moves the router’s time; real: it waits',
        oneOf('virtual', 'real'),
        'virtual',
      ),
    'twin',
    'chr',
  )
    .option(...debugOption, false)
    .action(async (options: UpCommandOptions) => {
      const { upCommand } = await import('../by-hand/up-command.ts');
      await upCommand(options, terminal);
    });
};

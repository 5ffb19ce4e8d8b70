import { InvalidArgumentError } from 'commander';
import type { Fabric } from '../../lab/fabrics/fabric.ts';
import { type AddCommand, debugOption } from '../add-command.ts';
import { addRouterOptions } from '../router-options.ts';

/** The options of `knocklab demo`. */
export interface DemoCommandOptions {
  readonly exercise?: string | true;
  readonly config?: string;
  readonly listen?: string;
  readonly port: number;
  readonly out: string;
  readonly router: 'twin' | 'chr';
  readonly image?: string;
  readonly acceptLicence: boolean;
  readonly snapshot: boolean;
  readonly fabric: Fabric;
}

export const addDemoCommand: AddCommand = (program, { terminal }) => {
  addRouterOptions(
    program
      .command('demo')
      .description('show a scenario step by step on a page of this machine, with consoles on its hosts')
      .argument('[scenario]', 'the id of one scenario', 'husain/scheme3')
      .option('--exercise [name]', 'a firewall with a fault that the class has to find; without a name, a list of them')
      .option('--config <file.rsc>', 'put this configuration on the router instead of the scenario’s own'),
    'twin',
    'chr',
  )
    .option(
      '--listen <address>',
      'let other machines see the page: asks for a password, or takes KNOCKLAB_DEMO_PASSWORD',
    )
    .option('--port <n>', 'the port of the page; 0: any that is free', portNumber, 8017)
    .option('--out <folder>', 'where the folders of the runs are made', 'reports')
    .option(...debugOption, false)
    .action(async (scenario: string, options: DemoCommandOptions) => {
      const { demoCommand } = await import('../demo/demo-command.ts');
      await demoCommand(scenario, options, terminal);
    });
};

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}

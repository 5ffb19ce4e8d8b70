import { InvalidArgumentError } from 'commander';
import { type Mutator, mutators } from '../../analysis/mutants/mutators.ts';
import type { AddCommand } from '../add-command.ts';
import { debugOption, oneOf, positiveInteger } from '../add-command.ts';

export interface MutateCommandOptions {
  readonly threshold?: number;
  readonly mutators?: readonly Mutator[];
  readonly workers: number;
  readonly fresh: boolean;
  readonly again: boolean;
  readonly ros?: '6.49' | '7';
  readonly out: string;
}

export const addMutateCommand: AddCommand = (program, { terminal, finish }) => {
  program
    .command('mutate')
    .description('break each rule of a firewall in every way, and see whether the scenarios notice')
    .argument(
      '<what...>',
      'scenarios (ids, folders, files), a configuration (.rsc: with the scenarios that name it), or both',
    )
    .option('--threshold <percent>', 'exit code 1 when fewer of the mutants are noticed', percent)
    .option('--mutators <names>', `only faults of these kinds: ${mutators.join(',')}`, mutatorNames)
    .option('--workers <n>', 'labs side by side', positiveInteger, 4)
    .option('--fresh', 'a new lab for every mutant, and each scenario from its first step: slow', false)
    .option('--again', 'only those that the last report in the folder does not say are noticed', false)
    .option('--ros <version>', 'the RouterOS that the router plays: 6.49 or 7', oneOf('6.49', '7'))
    .option('--out <folder>', 'where mutation.json and index.html are written', 'reports/mutation')
    .option(...debugOption, false)
    .action(async (what: string[], options: MutateCommandOptions) => {
      const { mutateCommand } = await import('../mutate/mutate-command.ts');
      finish(await mutateCommand(what, options, terminal));
    });
};

function percent(text: string): number {
  const number = Number(text);
  if (/^\d{1,3}(\.\d+)?$/.test(text) && number <= 100) return number;
  throw new InvalidArgumentError('Give a number from 0 to 100.');
}

function mutatorNames(text: string): Mutator[] {
  return text.split(',').map(oneOf(...mutators));
}

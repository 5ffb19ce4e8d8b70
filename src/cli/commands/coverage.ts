import type { AddCommand } from '../add-command.ts';
import { debugOption, oneOf } from '../add-command.ts';
import type { CoverageCommandOptions } from '../coverage/show-coverage.ts';
import { thresholdOption } from '../coverage/threshold-option.ts';

export const addCoverageCommand: AddCommand = (program, { terminal, finish }) => {
  program
    .command('coverage')
    .description('what a run with --coverage exercised of its firewalls: rules, matchers, chains, address lists')
    .argument('[run]', 'the folder of the run', 'reports/latest')
    .option('--format <form>', 'text, json or lcov', oneOf('text', 'json', 'lcov'), 'text')
    .option(...thresholdOption)
    .option(...debugOption, false)
    .action(async (run: string, options: CoverageCommandOptions) => {
      const { showCoverage } = await import('../coverage/show-coverage.ts');
      finish(await showCoverage(run, options, terminal));
    });
};

import type { Level } from '../../analysis/check/finding.ts';
import type { AddCommand } from '../add-command.ts';
import { debugOption, oneOf, rosVersion } from '../add-command.ts';

export interface CheckCommandOptions {
  readonly json: boolean;
  readonly format: 'text' | 'json' | 'sarif';
  readonly level: Level;
  readonly fix: boolean;
  readonly write: boolean;
  readonly prove: boolean;
  readonly topology: string;
  readonly except: readonly string[];
  readonly ros?: string;
  readonly debug: boolean;
}

export const addCheckCommand: AddCommand = (program, { terminal, finish }) => {
  program
    .command('check')
    .description(
      'read configurations, and say which rules can never match, what is open, and which good practices they leave out',
    )
    .argument('<file...>', 'files with RouterOS commands, each a configuration of its own; - is the standard input')
    .option('--format <form>', 'text, json, or sarif for code scanning', oneOf('text', 'json', 'sarif'), 'text')
    .option('--json', 'print an array of { file, ok, errors, knocks, findings, unread }: --format json', false)
    .option(
      '--level <level>',
      'the least that is told: error, warning or note',
      oneOf('error', 'warning', 'note'),
      'note',
    )
    .option('--fix', 'print, as a diff, what mends findings without anybody’s judgement', false)
    .option('--write', 'with --fix: write it to the files', false)
    .option('--prove', 'send, in a lab, the packets that show a finding, and say whether they do', false)
    .option('--topology <file>', 'with --prove: a name in lab/topologies/ or a file', 'paper')
    .option('--except <check...>', 'checks to leave out, by name or by the number of the practice', [])
    .option('--ros <version>', 'the RouterOS to read as: 6.49, 7 … (default: by the header, else 7)', rosVersion)
    .option(...debugOption, false)
    .action(async (files: string[], options: CheckCommandOptions) => {
      const { checkCommand } = await import('../stand-alone/check-command.ts');
      finish(await checkCommand(files, options, terminal));
    });
};

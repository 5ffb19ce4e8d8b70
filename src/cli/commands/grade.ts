import { type AddCommand, debugOption, positiveInteger } from '../add-command.ts';

/** The options of `knocklab grade`. */
export interface GradeCommandOptions {
  readonly exercise: string;
  readonly limit: number;
  readonly workers: number;
}

export const addGradeCommand: AddCommand = (program, { terminal, finish }) => {
  program
    .command('grade')
    .description('run an exercise’s scenario over a folder of students’ .rsc files: grades.html and grades.csv')
    .argument('<folder>', 'where the files are; the sheets and reports/ are written there')
    .requiredOption('--exercise <name>', 'which exercise they solve; `knocklab demo --exercise` lists them')
    .option('--limit <seconds>', 'how long one file may take', positiveInteger, 90)
    .option('--workers <n>', 'how many files are judged side by side', positiveInteger, 1)
    .option(...debugOption, false)
    .action(async (folder: string, options: GradeCommandOptions) => {
      const { gradeCommand } = await import('../demo/grade-command.ts');
      finish(await gradeCommand(folder, options, terminal));
    });
};

import type { AddCommand } from '../add-command.ts';
import { debugOption } from '../add-command.ts';

const runs = 'reports/latest';

export const addReportCommand: AddCommand = (program, { terminal, commandLine, finish }) => {
  const report = program.command('report').description('the reports of runs that are over');
  report
    .command('open')
    .description('show a run’s HTML report in the browser')
    .argument('[run]', 'the folder of the run', runs)
    .option(...debugOption, false)
    .action(async (run: string) => {
      const { openReport } = await import('../report/open-report.ts');
      await openReport(run, terminal);
    });
  report
    .command('write')
    .description('write a run’s reports anew from its trace')
    .argument('[run]', 'the folder of the run', runs)
    .option('--pdf', 'print the HTML report into index.pdf as well; needs Chromium', false)
    .option(...debugOption, false)
    .action(async (run: string, { pdf }: { pdf: boolean }) => {
      const { rewriteReports } = await import('../report/rewrite-reports.ts');
      await rewriteReports(run, { pdf }, terminal);
    });
  report
    .command('merge')
    .description('make one run of several: of shards, or of runs on several machines; exits as the whole deserves')
    .argument('<run...>', 'the folders of the runs')
    .option('--out <folder>', 'where the folder of the new run is made', 'reports')
    .option(...debugOption, false)
    .action(async (folders: string[], { out }: { out: string }) => {
      const { mergeRuns } = await import('../report/merge-runs.ts');
      finish(await mergeRuns(folders, out, commandLine, terminal));
    });
};

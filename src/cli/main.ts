import { Command, CommanderError } from 'commander';
import { exitCodeOf, exitCodes } from '../core/errors.ts';
import { formatCommand } from '../process/command-line.ts';
import type { AddCommand, CommandContext } from './add-command.ts';
import { addCheckCommand } from './commands/check.ts';
import { addClockCommand } from './commands/clock.ts';
import { addConformanceCommand } from './commands/conformance.ts';
import { addCoverageCommand } from './commands/coverage.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDeviceCommand } from './commands/device.ts';
import { addDiffCommand } from './commands/diff.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addDownCommand } from './commands/down.ts';
import { addExecCommand } from './commands/exec.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addGradeCommand } from './commands/grade.ts';
import { addInitCommand } from './commands/init.ts';
import { addMutateCommand } from './commands/mutate.ts';
import { addParseCommand } from './commands/parse.ts';
import { addReportCommand } from './commands/report.ts';
import { addRouterCommand } from './commands/router.ts';
import { addRunCommand } from './commands/run.ts';
import { addScriptCommand } from './commands/script.ts';
import { addSnapshotCommand } from './commands/snapshot.ts';
import { addTelegramCommand } from './commands/telegram.ts';
import { addTwinCommand } from './commands/twin.ts';
import { addUpCommand } from './commands/up.ts';
import { packageVersion } from './package-version.ts';
import { errorText } from './print-error.ts';
import { hasColour, processTerminal, type Terminal } from './terminal.ts';

const commands: readonly AddCommand[] = [
  addInitCommand,
  addRunCommand,
  addDemoCommand,
  addGradeCommand,
  addReportCommand,
  addUpCommand,
  addExecCommand,
  addRouterCommand,
  addClockCommand,
  addTelegramCommand,
  addDownCommand,
  addTwinCommand,
  addScriptCommand,
  addParseCommand,
  addCheckCommand,
  addExplainCommand,
  addDiffCommand,
  addSnapshotCommand,
  addCoverageCommand,
  addMutateCommand,
  addConformanceCommand,
  addDeviceCommand,
  addDoctorCommand,
];

/** Runs one command line and gives its exit code. Never rejects. */
export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  let exitCode: number = exitCodes.passed;
  const program = createProgram({
    terminal,
    commandLine: formatCommand(['knocklab', ...argv]),
    finish: (code) => {
      exitCode = code;
    },
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, argv, terminal);
  }
}

function createProgram(context: CommandContext): Command {
  const { terminal } = context;
  const program = new Command('knocklab')
    .description('Tests RouterOS firewalls the way software is tested.')
    .version(packageVersion())
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('Run it with --help to see what it takes.')
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    });
  for (const add of commands) add(program, context);
  return program;
}

/** Reports an error that nobody waited for. The harness is not to be believed after it. */
export function crash(error: unknown, argv: readonly string[], terminal: Terminal = processTerminal()): number {
  report(error, argv, terminal);
  return exitCodes.lab;
}

function report(error: unknown, argv: readonly string[], terminal: Terminal): number {
  // Commander has printed its own errors, and help is no error at all.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.passed : exitCodes.input;
  const debug = argv.includes('--debug');
  const text = errorText(error, { debug, colour: hasColour(terminal.stderr, terminal.env) });
  terminal.stderr.write(terminal.env['GITHUB_ACTIONS'] === 'true' ? withoutCommands(text) : text);
  return exitCodeOf(error);
}

/** What GitHub's runner would take for a command to it, in an error that quotes somebody's file. */
function withoutCommands(text: string): string {
  return text.replaceAll(/^(\s*):(?=:)/gm, '$1: ').replaceAll('##[', '## [');
}

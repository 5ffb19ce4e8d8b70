import { createInterface } from 'node:readline/promises';
import { KnocklabError } from '../core/errors.ts';
import { runOnTerminal } from '../process/run-on-terminal.ts';
import {
  findMissing,
  findPackageManager,
  installCommands,
  installLine,
  type PackageManager,
  type SystemTool,
  systemTools,
} from './system-tools.ts';

/** What installing depends on. */
export interface InstallEnvironment {
  findMissing(): readonly SystemTool[];
  readonly manager: PackageManager | undefined;
  readonly isRoot: boolean;
  /** `KNOCKLAB_NO_INSTALL=1`. */
  readonly isForbidden: boolean;
  ask(question: string): Promise<boolean>;
  run(command: readonly string[]): Promise<number>;
}

/**
 * Sees to it that all tools are there. Installs them at once as root without a terminal (CI, a container), and on a
 * terminal when the user agrees; otherwise throws `tool/missing` with the line that does it.
 */
export async function ensureSystemTools(
  { interactive, tools = systemTools }: { interactive: boolean; tools?: readonly SystemTool[] },
  environment: InstallEnvironment = systemEnvironment(tools),
): Promise<void> {
  const missing = environment.findMissing();
  if (missing.length === 0) return;
  const commands = commandsFor(missing, environment);
  if (commands.length === 0 || !(await mayInstall(missing, interactive, environment)))
    throw toolsMissing(missing, environment);
  for (const command of commands) {
    const exitCode = await environment.run(command);
    if (exitCode !== 0)
      throw notInstalled(`"${command.join(' ')}" failed with exit code ${exitCode}.`, missing, environment);
  }
  const still = environment.findMissing();
  if (still.length > 0)
    throw notInstalled(`${names(still)} is still missing after the installation.`, still, environment);
}

function commandsFor(missing: readonly SystemTool[], { manager, isRoot, isForbidden }: InstallEnvironment): string[][] {
  return manager === undefined || isForbidden ? [] : installCommands(missing, manager, { sudo: !isRoot });
}

async function mayInstall(
  missing: readonly SystemTool[],
  interactive: boolean,
  environment: InstallEnvironment,
): Promise<boolean> {
  if (!interactive) return environment.isRoot;
  const sudo = environment.isRoot ? '' : ' with sudo';
  return environment.ask(`${names(missing)} ${missing.length === 1 ? 'is' : 'are'} missing. Install${sudo}?`);
}

function toolsMissing(missing: readonly SystemTool[], environment: InstallEnvironment): KnocklabError {
  const list = missing.map(({ program, purpose }) => `${program} (${purpose})`).join(', ');
  return notInstalled(`Missing: ${list}.`, missing, environment);
}

function notInstalled(message: string, missing: readonly SystemTool[], environment: InstallEnvironment): KnocklabError {
  return new KnocklabError('tool/missing', message, { remedy: remedyFor(missing, environment) });
}

function remedyFor(missing: readonly SystemTool[], { manager, isRoot }: InstallEnvironment): string {
  if (manager === undefined) return `Install ${names(missing)} with your system's package manager.`;
  return `Run: ${installLine(missing, manager, { sudo: !isRoot })}`;
}

function names(tools: readonly SystemTool[]): string {
  return tools.map(({ program }) => program).join(', ');
}

function systemEnvironment(tools: readonly SystemTool[]): InstallEnvironment {
  return {
    findMissing: () => findMissing(tools),
    manager: findPackageManager(),
    isRoot: process.geteuid?.() === 0,
    isForbidden: process.env.KNOCKLAB_NO_INSTALL === '1',
    ask,
    run: (command) => runOnTerminal(command, { stdout: 'stderr' }),
  };
}

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [Y/n] `);
    return /^(y|yes|)$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

import type { Dialect } from '../dialect.ts';
import { controlCommands } from './commands/control.ts';
import { conversionCommands } from './commands/conversion.ts';
import { convertCommands } from './commands/convert.ts';
import { grepCommands } from './commands/grep.ts';
import { outputCommands } from './commands/output.ts';
import { randomCommands } from './commands/random.ts';
import { runningCommands } from './commands/running.ts';
import { serializeCommands } from './commands/serialize.ts';
import { textCommands } from './commands/text.ts';
import { timeCommands } from './commands/time.ts';
import { variableCommands } from './commands/variables.ts';
import type { GlobalCommand } from './global-command.ts';

/** The commands that belong to no menu. */
export function globalCommandsOf(dialect: Dialect): ReadonlyMap<string, GlobalCommand> {
  const all = [
    ...controlCommands,
    ...variableCommands,
    ...outputCommands,
    ...textCommands,
    ...conversionCommands,
    ...convertCommands,
    ...serializeCommands,
    ...grepCommands,
    ...timeCommands,
    ...randomCommands,
    ...runningCommands,
  ];
  return new Map(
    all.filter(({ since7 }) => since7 !== true || dialect === '7').map((command) => [command.name, command]),
  );
}

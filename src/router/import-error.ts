import { KnocklabError } from '../core/errors.ts';
import { type Location, printLocation, type Source } from '../core/source.ts';
import { RouterTrap } from './router-trap.ts';

/**
 * What `/import` said about a configuration, shown in the file it came from. Anything but a refusal (a lost
 * connection, a timeout) is not the configuration's fault and comes back as it is.
 */
export function importError(source: Source, error: unknown): unknown {
  if (!(error instanceof RouterTrap)) return error;
  const location = locationIn(error.message);
  const where = location === undefined ? source.name : printLocation(source, location);
  return new KnocklabError('input/configuration', `${error.message}\n\n${where}`, {
    remedy: 'Correct the configuration; RouterOS stops an import at its first error.',
    cause: error,
  });
}

/**
 * RouterOS up to 7.2x: `expected end of command (line 5 column 12)`; 7.24 on a command that fails:
 * `Script Error: failure: … (/ip/address/add; line 2) (:import; line 1)`, where the first is the file's own line.
 */
function locationIn(message: string): Location | undefined {
  const match = /\bline (\d+)(?:,? column (\d+))?/.exec(message);
  if (match === null) return undefined;
  return { line: Number(match[1]), column: Number(match[2] ?? 1) };
}

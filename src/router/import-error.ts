import { KnocklabError } from '../core/errors.ts';
import { type Location, printLocation, type Source } from '../core/source.ts';
import { neededNames, type PresentNames } from './needed-names.ts';
import { RouterTrap } from './router-trap.ts';

/**
 * What `/import` said about a configuration, shown in the file it came from. Anything but a refusal (a lost
 * connection, a timeout) is not the configuration's fault and comes back as it is.
 */
export function importError(source: Source, error: unknown, present?: PresentNames): unknown {
  if (!(error instanceof RouterTrap)) return error;
  if (error.message.includes('this machine has no IPv6')) {
    return new KnocklabError('lab/no-ipv6', error.message, {
      remedy: 'Run it where the kernel knows IPv6 (without ipv6.disable=1), or leave /ipv6 out of the configuration.',
      cause: error,
    });
  }
  const location = locationIn(error.message);
  const where = location === undefined ? source.name : printLocation(source, location);
  return new KnocklabError('input/configuration', `${error.message}\n\n${where}`, {
    remedy: `${surroundings(source, error, present)}Correct the configuration; RouterOS stops an import at its first error.`,
    cause: error,
  });
}

/** A name that is not there is seldom the only one. */
function surroundings(source: Source, { message }: RouterTrap, present: PresentNames | undefined): string {
  const mayLack = present !== undefined && /input does not match any value|invalid value/.test(message);
  const needed = mayLack ? neededNames(source, present) : undefined;
  return needed === undefined ? '' : `It needs ${needed}, which neither it nor the router makes. `;
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

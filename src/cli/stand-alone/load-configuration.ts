import { KnocklabError } from '../../core/errors.ts';
import { printLocation, type Source } from '../../core/source.ts';
import { neededNames } from '../../router/needed-names.ts';
import { RouterosError } from '../../routeros/routeros-error.ts';
import type { StandAloneTwin } from '../../twin/stand-alone/stand-alone-twin.ts';

/** A configuration that does not load is wrong input, said with its file, line and column. */
export async function loadConfiguration(router: StandAloneTwin, source: Source): Promise<void> {
  try {
    await router.load(source);
  } catch (error) {
    if (!(error instanceof RouterosError)) throw error;
    const { line, column = 1, message } = error;
    const evidence = line === undefined ? undefined : printLocation(source, { line, column });
    throw new KnocklabError('input/configuration', `${source.name} does not load: ${message}`, {
      ...(evidence === undefined ? {} : { evidence }),
      remedy: `${surroundings(router, source, message)}Correct the line; what RouterOS takes and the twin refuses is listed in docs/twin.md.`,
      cause: error,
    });
  }
}

/** A name that is not there is seldom the only one. */
function surroundings({ twin: { network } }: StandAloneTwin, source: Source, message: string): string {
  if (!/input does not match any value|invalid value/.test(message)) return '';
  const present = { interfaces: network.interfaceNames(), lists: network.interfaceListNames() };
  const needed = neededNames(source, present);
  return needed === undefined ? '' : `It needs ${needed}, which neither it nor the router makes. `;
}

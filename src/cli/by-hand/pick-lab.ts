import { KnocklabError } from '../../core/errors.ts';
import { attachLab, listLabs } from '../../lab/fabrics/fabric.ts';
import type { Lab } from '../../lab/lab.ts';

/** The lab of that name; without a name, the only one that runs. */
export async function pickLab(name: string | undefined): Promise<Lab> {
  return attachLab(name ?? (await onlyLab()));
}

/** What `knocklab up` calls a lab that is given no name. */
const usualName = 'lab';

/** The lab that is meant without a name: the only one that was left running, or the one that `up` makes. */
export async function onlyLab(): Promise<string> {
  const names = (await listLabs()).filter((lab) => lab.keep).map((lab) => lab.name);
  const [only] = names;
  if (only === undefined) throw noLab();
  if (names.length === 1) return only;
  if (names.includes(usualName)) return usualName;
  throw new KnocklabError('input/which-lab', `More than one lab is running: ${names.toSorted().join(', ')}.`, {
    remedy: 'Say which one with --name.',
  });
}

function noLab(): KnocklabError {
  return new KnocklabError('lab/not-running', 'No lab is running.', { remedy: 'Start one with "knocklab up".' });
}

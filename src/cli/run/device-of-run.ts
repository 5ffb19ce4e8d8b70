import { relative } from 'node:path';
import { KnocklabError } from '../../core/errors.ts';
import { requireFreeCards, requireRoot } from '../../lab/cards.ts';
import { addressText } from '../../router/drivers/device/connect-device.ts';
import { answerConsents, type Consent } from '../../scenario/consent.ts';
import type { RunOptions } from '../../scenario/run-options.ts';
import type { RunCommandOptions } from '../commands/run.ts';
import { confirm } from '../confirm.ts';
import { namedDevice } from '../conformance/named-device.ts';
import type { Terminal } from '../terminal.ts';

type RunDevice = NonNullable<RunOptions['device']>;

/** The device that the command line names; whatever can be refused before anybody has spoken to it is. */
export async function deviceOfRun(options: RunCommandOptions, terminal: Terminal): Promise<RunDevice | undefined> {
  const { router, nic: cards, yes } = options;
  requireFitting(options);
  if (router !== 'device') return undefined;
  const target = namedDevice(options, terminal);
  if (Object.keys(cards).length === 0)
    throw new KnocklabError('input/nic', '"--router device" needs "--nic".', {
      remedy:
        'Name this machine’s network card for each interface of the router: --nic ether1=enp3s0 --nic ether2=enp4s0.',
    });
  requireRoot();
  await requireFreeCards(cards);
  if (!yes && !hasSomebody(terminal)) await confirm(terminal, `${addressText(target)} will be configured.`, yes);
  return { target, cards };
}

const hasSomebody = ({ stdin, stderr }: Terminal): boolean => stdin.isTTY === true && stderr.isTTY === true;

/** An option that means nothing with this router is a mistake: somebody meant another one. */
function requireFitting({ router, address, ca, nic, fabric, keep, gate, workers }: RunCommandOptions): void {
  const isDevice = router === 'device';
  const wrong = isDevice
    ? [
        fabric === 'docker' && '"--fabric docker"',
        keep && '"--keep"',
        gate !== undefined && '"--gate"',
        workers > 1 && '"--workers"',
      ]
    : [address !== undefined && '"--address"', ca !== undefined && '"--ca"', Object.keys(nic).length > 0 && '"--nic"'];
  const [first] = wrong.filter((name) => name !== false);
  if (first === undefined) return;
  const message = isDevice ? `${first} does not go with "--router device".` : `${first} needs "--router device".`;
  throw new KnocklabError('input/router', message, { remedy: 'See docs/device.md.' });
}

/** Shows what each scenario is about to change and how it is put back, and asks. */
export function agreeOnTerminal({ target }: RunDevice, options: RunCommandOptions, terminal: Terminal): Disposable {
  const { stdout, cwd } = terminal;
  const address = options.address ?? '';
  const restoring = (file: string): string => {
    const ca = options.ca === undefined ? '' : ` --ca ${options.ca}`;
    return `knocklab device restore ${shown(file, cwd)} --address ${address}${ca}`;
  };
  const agree = async ({ changes, file }: Consent): Promise<boolean> => {
    stdout.write(`device    ${addressText(target)}:\n${changes.map((line) => `          ${line}\n`).join('')}`);
    await confirm(terminal, `${address} will be changed so, and put back afterwards.`, options.yes);
    stdout.write(`export    ${shown(file, cwd)}\n          Should this run be killed: ${restoring(file)}\n`);
    return true;
  };
  const onGivenBack = (): void => void stdout.write(`device    ${address} is as it was: its export is the same\n`);
  return answerConsents({ agree, onGivenBack });
}

function shown(file: string, cwd: string): string {
  const short = relative(cwd, file);
  return short.startsWith('..') ? file : short;
}

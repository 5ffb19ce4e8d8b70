import { KnocklabError } from '../core/errors.ts';
import type { Source } from '../core/source.ts';
import { type Cards, plugCards } from '../lab/cards.ts';
import type { Lab } from '../lab/lab.ts';
import type { Topology } from '../lab/topology/topology.ts';
import { type BorrowedDevice, type BorrowOptions, borrowDevice } from '../router/drivers/device/borrow-device.ts';

/** Somebody's own router as the router of a lab. */
export interface DeviceOptions extends Omit<BorrowOptions, 'configuration' | 'lab'> {
  /** This machine's network cards by the interfaces of the topology's router. */
  readonly cards: Cards;
}

/** Puts the device in the place of the lab's router: first everything is examined and agreed to, then the cards are moved. */
export async function startDevice(lab: Lab, options: DeviceOptions, configuration: Source): Promise<BorrowedDevice> {
  const { topology } = lab;
  const cards = cardsFor(topology, options.cards);
  const subnets = Object.values(topology.networks).flatMap(({ subnet, subnet6 }) => [subnet, subnet6 ?? subnet]);
  const device = await borrowDevice({ ...options, configuration, lab: { interfaces: Object.keys(cards), subnets } });
  try {
    const plugged = await plugCards(lab, cards);
    const giveBack = async (): Promise<void> => {
      try {
        await device.giveBack();
      } finally {
        await plugged.unplug();
      }
    };
    return { ...device, giveBack };
  } catch (error) {
    await device.giveBack();
    await device[Symbol.asyncDispose]();
    throw error;
  }
}

function cardsFor({ name, router }: Topology, given: Cards): Cards {
  const wanted = Object.keys(router.interfaces);
  const missing = wanted.filter((own) => given[own] === undefined);
  const cards = Object.fromEntries(wanted.map((own) => [own, given[own] ?? '']));
  const taken = Object.values(cards).find((card) => wanted.includes(card));
  // It must keep its name, by which the machine knows it again.
  if (taken !== undefined)
    throw new KnocklabError('input/nic', `The network card "${taken}" is called as an interface of the lab's router.`, {
      remedy: `Give it another name: ip link set ${taken} name card1.`,
    });
  if (missing.length === 0) return cards;
  throw new KnocklabError('input/nic', `The topology "${name}" needs a network card for ${missing.join(', ')}.`, {
    remedy: `Give ${missing.map((own) => `--nic ${own}=CARD`).join(' ')}.`,
  });
}

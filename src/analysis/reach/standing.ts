import type { Host } from '../../lab/host.ts';
import { resetRouter } from '../../router/reset-router.ts';
import type { Row } from '../../routeros/api/sentence.ts';
import type { Testbed } from '../../scenario/testbed.ts';
import { addressOfRouter } from '../explain/addresses.ts';
import { type Deed, doDeed } from '../explain/deeds.ts';
import { kernelProtocol } from '../explain/explain-packet.ts';
import type { FamilyPlan } from './plan.ts';
import type { Side } from './sides.ts';

/** What of a testbed packets are sent and traced in. */
export type ReachTestbed = Pick<Testbed, 'lab' | 'router'> & { readonly clock: Pick<Testbed['clock'], 'advance'> };

/** What the router remembers of a sender when a round of packets begins: before each round the same. */
export interface Standing {
  /** Before the first round. */
  begin(): Promise<void>;
  after(round: FinishedRound): Promise<void>;
}

export interface FinishedRound {
  /** Of its TCP and UDP packets. */
  readonly sourcePort: number;
  /** Has one of them brought its sender to a list? */
  readonly hasListed: boolean;
  readonly isLast: boolean;
}

interface Place {
  readonly testbed: ReachTestbed;
  readonly plan: FamilyPlan;
  readonly side: Side;
  readonly from: Host;
}

/** How long rules remember the speed of packets, with a second to spare: scores of psd, tokens of limit. */
const forgetMs = 61_000;

const listsOf = ({ side }: Place): string => `/${side.family}/firewall/address-list`;

const dynamicEntries = (place: Place): Promise<Row[]> =>
  place.testbed.router.print(listsOf(place), { query: { dynamic: 'true' } });

async function addEntries(place: Place, entries: readonly Row[]): Promise<void> {
  for (const { list = '', address = '', timeout } of entries)
    await place.testbed.router.add(listsOf(place), { list, address, ...(timeout && { timeout }) });
}

/** The router knows nobody but by what the host has just done. */
export class SituationStanding implements Standing {
  readonly #place: Place;
  readonly #deed: Deed | undefined;
  #remembered: readonly Row[] = [];

  constructor(place: Place, deed: Deed | undefined) {
    this.#place = place;
    this.#deed = deed;
  }

  async begin(): Promise<void> {
    await this.#forget();
    if (this.#deed === undefined) return;
    const { testbed, from, side } = this.#place;
    const { router, lab } = testbed;
    const isRouter = side.to === lab.router.name;
    const own = isRouter ? side.address : await addressOfRouter(lab, router, from.name, side.family);
    await doDeed(this.#deed, from, { source: side.source, address: own ?? '' }, router);
    this.#remembered = await dynamicEntries(this.#place);
  }

  async after({ isLast }: FinishedRound): Promise<void> {
    if (isLast) return;
    await this.#forget();
    await addEntries(this.#place, this.#remembered);
  }

  async #forget(): Promise<void> {
    const { testbed, plan } = this.#place;
    if (plan.remembersSpeed) await testbed.clock.advance(forgetMs);
    await resetRouter(testbed.router);
  }
}

/** The router remembers what it remembered when the looking began; connections of others are left alone. */
export class MomentStanding implements Standing {
  readonly #place: Place;
  #remembered: readonly Row[] = [];

  constructor(place: Place) {
    this.#place = place;
  }

  async begin(): Promise<void> {
    this.#remembered = await dynamicEntries(this.#place);
    if (this.#place.plan.remembersSpeed) await this.#letPass();
  }

  async after({ sourcePort, hasListed, isLast }: FinishedRound): Promise<void> {
    await this.#endConnections(sourcePort);
    if (this.#place.plan.remembersSpeed && !isLast) await this.#letPass();
    else if (hasListed) await this.#putBack();
  }

  async #letPass(): Promise<void> {
    await this.#place.testbed.clock.advance(forgetMs);
    await this.#putBack();
  }

  /** An entry without a timeout cannot be made dynamic by hand: it stays where it is. */
  async #putBack(): Promise<void> {
    const { router } = this.#place.testbed;
    const stays = (entry: Row): boolean =>
      entry.timeout === undefined &&
      this.#remembered.some(({ list, address }) => list === entry.list && address === entry.address);
    const leaving = (await dynamicEntries(this.#place)).filter((entry) => !stays(entry)).map((entry) => entry['.id']);
    if (leaving.length > 0)
      await router.run(`/${this.#place.side.family} firewall address-list remove ${leaving.join(',')}`);
    await addEntries(
      this.#place,
      this.#remembered.filter(({ timeout }) => timeout !== undefined),
    );
  }

  /** A packet that was sent once is none of a connection that the router knows when it is sent again. */
  async #endConnections(sourcePort: number): Promise<void> {
    const { testbed, side } = this.#place;
    const own = ['conntrack', '-D', '-f', side.family === 'ip' ? 'ipv4' : 'ipv6', '-s', side.source];
    const icmp = kernelProtocol({ protocol: 'icmp', family: side.family });
    const kinds = [
      ...['tcp', 'udp'].map((protocol) => ['-p', protocol, '--orig-port-src', `${sourcePort}`]),
      ['-p', icmp, '-d', side.address],
    ];
    // Its exit code says only whether there were any.
    await Promise.all(kinds.map((kind) => testbed.lab.router.exec([...own, ...kind])));
  }
}

import { addressRange } from '../../routeros/address.ts';
import type { Configuration } from './configuration.ts';
import { type Family, type Firewall, isDrop, type Rule, type Table } from './firewall.ts';
import { isMatcher } from './matching/relation.ts';
import { interfacesOf, type Outside } from './outside.ts';
import { holdsPort } from './ports.ts';

/** A packet of somebody who is on no list, from outside. */
interface Packet {
  readonly protocol: 'tcp' | 'udp';
  readonly dstPort: number;
  readonly state: 'new' | 'established' | 'related' | 'invalid';
  /** The port that it came to before dst-nat gave it this one. */
  readonly translatedFrom?: number;
  readonly family?: Family;
  /** On which its sender is all the same. */
  readonly lists?: readonly string[];
}

/** What to believe of a rule whose conditions the configuration does not settle (an address, an interface, a rate). */
type Doubt = 'drops' | 'lets pass';

/** The rule that decides; undefined: none does, which lets it pass. */
interface Fate {
  readonly isDropped: boolean;
  readonly rule: Rule | undefined;
}

type Match = 'yes' | 'no' | 'maybe';

interface Walk {
  readonly packet: Packet;
  readonly doubt: Doubt;
  /** On which rules have written its sender on the way. */
  readonly lists: Set<string>;
  /** How many rules it has come by. */
  met: number;
}

const mostMet = 20_000;

/** Follows a stranger's packet through the tables. In doubt it believes what the caller does not report. */
export class Stranger {
  readonly #firewall: Firewall;
  readonly #configuration: Configuration;
  readonly #outside: Outside;

  constructor(firewall: Firewall, configuration: Configuration, outside: Outside) {
    this.#firewall = firewall;
    this.#configuration = configuration;
    this.#outside = outside;
  }

  /** To the router itself, or past it. */
  meets(packet: Packet, chain: 'input' | 'forward', doubt: Doubt): Fate {
    const walk = { packet, doubt, lists: new Set(packet.lists), met: 0 };
    const arriving = { ...packet, dstPort: packet.translatedFrom ?? packet.dstPort };
    const raw = this.#walk({ ...walk, packet: arriving }, 'raw', 'prerouting');
    if (raw?.isDropped === true) return raw;
    return this.#walk(walk, 'filter', chain) ?? { isDropped: false, rule: undefined };
  }

  #walk(walk: Walk, table: Table, chain: string, depth = 0): Fate | undefined {
    // Chains that jump to each other have no end.
    if (depth > 20) return undefined;
    for (const rule of this.#firewall.chain(walk.packet.family ?? 'ip', table, chain)) {
      if (++walk.met > mostMet) return undefined;
      const match = this.#matches(rule, walk);
      if (match === 'no') continue;
      const fate = this.#fate(rule, walk, table, depth);
      const isBelieved = match === 'yes' || fate?.isDropped === (walk.doubt === 'drops');
      if (fate !== undefined && isBelieved) return fate;
      if (match === 'maybe') continue;
      if (rule.action === 'return') return undefined;
      if (rule.action === 'add-src-to-address-list') walk.lists.add(rule.properties.get('address-list') ?? '');
    }
    return undefined;
  }

  #fate(rule: Rule, walk: Walk, table: Table, depth: number): Fate | undefined {
    if (isDrop(rule)) return { isDropped: true, rule };
    if (rule.action === 'accept') return { isDropped: false, rule };
    if (rule.action !== 'jump') return undefined;
    return this.#walk(walk, table, rule.properties.get('jump-target') ?? '', depth + 1);
  }

  #matches(rule: Rule, walk: Walk): Match {
    const answers = [...rule.properties].map(([name, value]) => this.#answer(name, value, rule, walk));
    if (answers.includes('no')) return 'no';
    return answers.includes('maybe') ? 'maybe' : 'yes';
  }

  #answer(name: string, value: string, rule: Rule, { packet, lists }: Walk): Match {
    if (!isMatcher(name, value)) return 'yes';
    const isInverted = value.startsWith('!');
    const asked = value.replace('!', '');
    const flip = (holds: boolean): Match => (holds === isInverted ? 'no' : 'yes');
    switch (name) {
      case 'protocol':
        return flip(asked === packet.protocol || asked === protocolNumbers[packet.protocol]);
      case 'dst-port':
      case 'port':
        return flip(holdsPort(asked, packet.dstPort));
      case 'connection-state':
        return flip(asked.split(',').includes(packet.state));
      case 'connection-nat-state':
        return flip(asked.split(',').includes('dstnat') && packet.translatedFrom !== undefined);
      case 'src-address-list':
        return flip(lists.has(asked));
      case 'src-address':
        return flip(isEverybody(asked));
      case 'src-mac-address':
        return flip(false);
      case 'in-interface':
        return this.#isOutside([asked], flip);
      case 'in-interface-list':
        return asked === 'all' ? flip(true) : this.#isOutside(interfacesOf(this.#configuration, asked), flip);
      case 'tcp-flags':
        return packet.state === 'new' && flagsOfFirst(value) ? 'yes' : 'no';
      case 'src-address-type':
        return flip(asked.split(',').includes('unicast'));
      case 'ipsec-policy':
        return asked.endsWith(',none') ? 'yes' : 'no';
      default:
        if (rarities.has(name)) return flip(false);
        // So many are let in; and not all are dropped.
        if (shares.has(name)) return isDrop(rule) ? 'no' : 'yes';
        return 'maybe';
    }
  }

  #isOutside(names: readonly string[], flip: (holds: boolean) => Match): Match {
    return this.#outside === undefined ? 'maybe' : flip([...this.#outside].some((name) => names.includes(name)));
  }
}

/** What an ordinary packet of a stranger has not. */
const rarities: ReadonlySet<string> = new Set([
  'content',
  'layer7-protocol',
  'psd',
  'ipv4-options',
  'fragment',
  'p2p',
  'tls-host',
  'hotspot',
  'connection-type',
]);

/** They match some packets of many. */
const shares: ReadonlySet<string> = new Set(['limit', 'dst-limit', 'connection-limit', 'random', 'nth', 'time']);

const protocolNumbers = { tcp: '6', udp: '17' };

function isEverybody(range: string): boolean {
  return range.endsWith('/0') && addressRange(range).first === 0n;
}

/** Whether the first packet of a connection, which has SYN and nothing else, matches. */
function flagsOfFirst(value: string): boolean {
  return value.split(',').every((flag) => (flag.startsWith('!') ? flag !== '!syn' : flag === 'syn'));
}

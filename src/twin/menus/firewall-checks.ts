import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';
import { JumpGraph } from './jump-graph.ts';

const withPorts = ['tcp', 'udp', 'udp-lite', 'dccp', 'sctp'];
/** Chains whose packets have no incoming, and those whose packets have no outgoing interface yet. */
const withoutIncoming = ['output', 'postrouting', 'srcnat'];
const withoutOutgoing = ['input', 'prerouting', 'dstnat'];

const builtinChains = ['input', 'forward', 'output', 'srcnat', 'dstnat', 'prerouting', 'postrouting'];

const incomingReason = 'incoming interface matching not possible in output and postrouting chains';
const outgoingReason = 'outgoing interface matching not possible in input and prerouting chains';
const sourceMacReason = 'source mac address matching not possible in output and postrouting chains';
const srcNatReason = 'src-nat/masquerade action must be in srcnat chain';
const dstNatReason = 'dst-nat/redirect action must be in dstnat chain';

interface Check {
  readonly fails: (props: Props) => boolean;
  readonly text: string;
}

/** An empty value is no matcher. */
const has = (props: Props, ...names: readonly string[]): boolean => names.some((name) => (props[name] ?? '') !== '');
const isTcp = ({ protocol }: Props): boolean => protocol === 'tcp';
const hasPorts = ({ protocol = '' }: Props): boolean => withPorts.includes(protocol);
const isIn = ({ chain = '' }: Props, chains: readonly string[]): boolean => chains.includes(chain);
const acts = ({ action = '' }: Props, ...actions: readonly string[]): boolean => actions.includes(action);

const translatesPorts = (props: Props): boolean =>
  has(props, 'to-ports') && acts(props, 'dst-nat', 'src-nat', 'redirect', 'masquerade');

/**
 * What the console refuses at once. The texts on ports, flags, ICMP, source addresses and jump targets are from real
 * routers (firewall-facts 1.5; RouterOS 6.49.13 and 7.21.5), the others are worded after them.
 */
const checks: readonly Check[] = [
  {
    fails: (props) => (has(props, 'src-port', 'dst-port', 'port') || translatesPorts(props)) && !hasPorts(props),
    text: 'ports can be specified if proto is tcp,udp,udp-lite,dccp,sctp',
  },
  { fails: (props) => has(props, 'tcp-flags') && !isTcp(props), text: 'tcp-flags works only with tcp' },
  {
    fails: (props) => has(props, 'icmp-options') && !['icmp', 'icmpv6'].includes(props['protocol'] ?? ''),
    text: 'icmp-options can be specified if proto is icmp',
  },
  {
    fails: (props) => acts(props, 'reject') && props['reject-with'] === 'tcp-reset' && !isTcp(props),
    text: 'reject-with=tcp-reset works only with tcp',
  },
  { fails: (props) => has(props, 'tcp-mss') && !isTcp(props), text: 'tcp-mss works only with tcp' },
  { fails: (props) => acts(props, 'tarpit') && !isTcp(props), text: 'tarpit works only with tcp' },
  { fails: (props) => acts(props, 'jump') && !has(props, 'jump-target'), text: 'no target chain specified' },
  {
    fails: (props) => acts(props, 'add-src-to-address-list', 'add-dst-to-address-list') && !has(props, 'address-list'),
    text: 'address-list must be specified',
  },
  {
    fails: (props) => has(props, 'in-interface', 'in-interface-list') && isIn(props, withoutIncoming),
    text: incomingReason,
  },
  {
    fails: (props) => has(props, 'out-interface', 'out-interface-list') && isIn(props, withoutOutgoing),
    text: outgoingReason,
  },
  { fails: (props) => has(props, 'src-mac-address') && isIn(props, withoutIncoming), text: sourceMacReason },
  { fails: (props) => acts(props, 'src-nat', 'masquerade') && props['chain'] === 'dstnat', text: srcNatReason },
  { fails: (props) => acts(props, 'dst-nat', 'redirect') && props['chain'] === 'srcnat', text: dstNatReason },
];

export function checkRule(props: Props): void {
  const failed = checks.find(({ fails }) => fails(props));
  if (failed !== undefined) throw new RouterosError(`failure: ${failed.text}`, { category: trapCategories.general });
}

/** Why a rule is not in the packet path, as its comment says it; without words where RouterOS says none. */
export class RuleValidity {
  readonly #twin: Twin;
  readonly #path: string;
  readonly #graphs = new WeakMap<readonly Item[], JumpGraph>();

  /** `path`: of the rules' menu. */
  constructor(twin: Twin, path: string) {
    this.#twin = twin;
    this.#path = path;
  }

  reasonAgainst(item: Item): string | undefined {
    return this.#interfaceReason(item) ?? this.#jumpReason(item) ?? this.#chainReason(item);
  }

  /** A change of a menu makes a new list of items: a graph holds as long as its list. */
  get #graph(): JumpGraph {
    const { items } = this.#twin.menus.get(this.#path);
    const graph = this.#graphs.get(items) ?? new JumpGraph(items);
    this.#graphs.set(items, graph);
    return graph;
  }

  /** A rule that names a port of a bridge, or an interface that is gone (firewall-facts 1.5). */
  #interfaceReason({ props }: Item): string | undefined {
    for (const name of ['in-interface', 'out-interface']) {
      const port = props[name]?.replace(/^!/, '');
      if (port === undefined || port === '' || port.startsWith('all-')) continue;
      if (!this.#twin.network.interfaceNames().includes(port)) return '';
      const bridge = this.#twin.network.bridgeOf(port);
      if (bridge !== undefined)
        return `in/out-interface matcher not possible when interface (${port}) is slave - use master instead (${bridge})`;
    }
    const lists = ['in-interface-list', 'out-interface-list'].map((name) => props[name]?.replace(/^!/, ''));
    return lists.some(
      (list) => list !== undefined && list !== '' && !this.#twin.network.interfaceListNames().includes(list),
    )
      ? ''
      : undefined;
  }

  /** A jump to a chain without rules is invalid (RouterOS 7.21.5). */
  #jumpReason(item: Item): string | undefined {
    const { action, 'jump-target': target = '' } = item.props;
    if (action !== 'jump') return undefined;
    if (this.#graph.isCircular(item)) return `jump leads back to chain ${item.props['chain']}`;
    const builtin = builtinChains.includes(target);
    return builtin || this.#graph.exists(target) ? undefined : '';
  }

  /** What the console refuses in a built-in chain, the kernel refuses in every chain that can be reached from there. */
  #chainReason({ props }: Item): string | undefined {
    const { chain = '' } = props;
    const isReached = (from: readonly string[]): boolean => from.some((start) => this.#graph.reaches(start, chain));
    if (has(props, 'in-interface-list') && isReached(withoutIncoming)) return incomingReason;
    if (has(props, 'out-interface-list') && isReached(withoutOutgoing)) return outgoingReason;
    if (has(props, 'src-mac-address') && isReached(withoutIncoming)) return sourceMacReason;
    if (acts(props, 'src-nat', 'masquerade') && isReached(['dstnat'])) return srcNatReason;
    if (acts(props, 'dst-nat', 'redirect') && isReached(['srcnat'])) return dstNatReason;
    return undefined;
  }
}

import type { Step } from './firewall.ts';

/** What would show a finding in a lab. */
export type Witness =
  /** Packets that the later rule asks for end at the earlier one. */
  | { readonly kind: 'shadowed'; readonly step: Step; readonly by: Step }
  /** A stranger gets through: to the router's own port, or past it to a host of another network. */
  | {
      readonly kind: 'open';
      readonly protocol: 'tcp' | 'udp';
      readonly port: number;
      readonly family: 'ip' | 'ipv6';
      readonly chain: 'input' | 'forward';
    }
  /** Who asks one TCP port after the other, from the lowest to this one, comes onto the list. */
  | { readonly kind: 'sequential'; readonly first: Step; readonly last: number; readonly list: string };

import type { Configuration } from '../check/configuration.ts';
import type { Firewall } from '../check/firewall.ts';

/** `2001:db8:b::/64`, and the router's address in it. */
export interface Six {
  readonly subnet: string;
  readonly router: string;
}

/** One network around the router, as a configuration tells of it. */
export interface Side {
  /** Of its network in the topology. */
  readonly name: string;
  readonly isOutside: boolean;
  /** RouterOS's name of the interface that has the address. */
  readonly interface: string;
  /** What the lab plugs a cable into: `ether1`, or `ether2.10` for a VLAN of a port. */
  readonly port: string;
  /** `192.168.88.0/24` */
  readonly subnet: string;
  /** What scenarios call the router from there: by its name, unless the lab's network is wider than the router's. */
  readonly target: string;
  /** The router's own address there. */
  readonly router: string;
  /** The router gets its address from whoever is there. */
  readonly isLeased: boolean;
  /** Hosts get theirs from the router. */
  readonly givesLeases: boolean;
  /** The next hop of the router's default route; outside only. */
  readonly gateway: string;
  /** Where the router has an IPv6 address of its own there, too. */
  readonly six?: Six;
}

/** What surrounds a router, as far as its configuration tells. */
export interface Site {
  readonly configuration: Configuration;
  readonly firewall: Firewall;
  readonly sides: readonly Side[];
  readonly unplugged: readonly string[];
  /** What a part of a configuration takes for granted, as RouterOS commands. */
  readonly before: readonly string[];
  /** What was missing, and what was made of it: for people. */
  readonly notes: readonly string[];
}

import { runBrieflyOrThrow } from '../../process/run-briefly.ts';
import type { Step } from './ip-batch.ts';
import { applySteps, undoSteps } from './ip-batch.ts';
import type { WantedLink } from './link-steps.ts';
import { createdSteps, pluggedSteps } from './link-steps.ts';
import type { WantedAddress, WantedNeighbour, WantedRoute, WantedRule } from './route-steps.ts';
import { addressStep, neighbourStep, routeStep, ruleStep } from './route-steps.ts';

export interface WantedLinks {
  readonly links: readonly WantedLink[];
  readonly addresses: readonly WantedAddress[];
  readonly routes: readonly WantedRoute[];
  readonly rules: readonly WantedRule[];
  readonly neighbours: readonly WantedNeighbour[];
}

export interface KernelLink {
  readonly name: string;
  readonly index: number;
  readonly mac: string;
}

/** Interfaces, addresses and routes of the router's namespace, by iproute2. */
export class Links {
  readonly #kernelNames = new Map<string, string>();
  /** What the kernel calls things itself: `all` and `default` stand for every interface. */
  readonly #taken = new Set(['all', 'default', 'lo']);
  #applied: readonly Step[] = [];
  #byIndex = new Map<number, string>();

  /** A link that is there already goes by this name. */
  adopt(name: string, kernelName: string): void {
    this.#kernelNames.set(name, kernelName);
  }

  /** The interfaces that the lab plugged in. */
  async discover(): Promise<KernelLink[]> {
    const { stdout } = await runBrieflyOrThrow(['ip', '-j', 'link', 'show']);
    const shown = JSON.parse(stdout) as { ifname: string; ifindex: number; address: string; link_type: string }[];
    const links = shown
      .filter((link) => link.link_type === 'ether')
      .map((link) => ({ name: link.ifname, index: link.ifindex, mac: link.address.toUpperCase() }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    this.#byIndex = new Map([[1, 'lo'], ...links.map((link): [number, string] => [link.index, link.name])]);
    return links;
  }

  /** An interface has a new name in RouterOS; the kernel's stays. */
  rename(from: string, to: string): void {
    const kernel = this.kernelName(from);
    this.#kernelNames.delete(from);
    this.#kernelNames.set(to, kernel);
  }

  /** RouterOS's names may be long and hold blanks; the kernel takes 15 characters. */
  kernelName(name: string): string {
    const known = this.#kernelNames.get(name);
    if (known !== undefined) return known;
    const isFree = (kernel: string): boolean =>
      !this.#taken.has(kernel) && ![...this.#kernelNames.values()].includes(kernel);
    let kernel = name;
    for (let number = 0; !(/^[a-z][\w.-]{0,14}$/i.test(kernel) && isFree(kernel)); number++) kernel = `ros${number}`;
    this.#kernelNames.set(name, kernel);
    return kernel;
  }

  /** As log lines write it; what is no interface of the router is `(unknown 0)`. */
  nameOf(ifindex: number | undefined): string {
    const kernel = ifindex === undefined ? undefined : this.#byIndex.get(ifindex);
    return kernel === undefined ? '(unknown 0)' : this.routerosName(kernel);
  }

  routerosName(kernel: string): string {
    for (const [name, known] of this.#kernelNames) if (known === kernel) return name;
    return kernel;
  }

  /** Makes the kernel's state what is wanted: what is no longer wanted goes first, in reverse order. */
  async enact(wanted: WantedLinks): Promise<void> {
    const steps = this.#steps(wanted);
    const now = new Map(steps.map((step) => [step.key, step.apply]));
    const before = new Map(this.#applied.map((step) => [step.key, step.apply]));
    // What is only changed is not taken back first: a list keeps its members while it gets another one.
    const gone = this.#applied.filter(({ key }) => !now.has(key)).toReversed();
    const changed = steps.filter((step) => before.get(step.key) !== step.apply);
    // With a link the kernel also takes its IPv6 addresses, with an address the routes that lead over it.
    const hangsOnLinks = ({ key }: Step): boolean => /^(route|address|neighbour) /.test(key);
    const rewired = [...gone, ...changed].some(({ key }) => !/^(route|rule|neighbour) /.test(key));
    const fresh = rewired ? steps.filter((step) => hangsOnLinks(step) || changed.includes(step)) : changed;
    await undoSteps(gone);
    this.#applied = this.#applied.filter((step) => now.get(step.key) === step.apply);
    const { done, failure } = await applySteps(fresh);
    // In the order of `steps`, which taking back reverses; what failed is tried again next time.
    const inPlace = new Set([...this.#applied, ...done].map(({ key }) => key));
    this.#applied = steps.filter(({ key }) => inPlace.has(key));
    if ([...fresh, ...gone].some(({ key }) => key.startsWith('link '))) await this.discover();
    if (failure !== undefined) throw failure;
  }

  #steps({ links, addresses, routes, rules, neighbours }: WantedLinks): Step[] {
    const kernelName = (name: string): string => this.kernelName(name);
    return [
      ...links.flatMap((link) => createdSteps(link, kernelName)),
      ...links.flatMap((link) => pluggedSteps(link, kernelName)),
      ...addresses.map((address) => addressStep(address, kernelName)),
      ...routes.map((route) => routeStep(route, kernelName)),
      ...rules.map((rule) => ruleStep(rule, kernelName)),
      ...neighbours.map((neighbour) => neighbourStep(neighbour, kernelName)),
    ];
  }
}

import { runCommand, runOrThrow } from '../../process/run-command.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';

/** What `ip` is to bring about, and how it is taken back; `key` says which two of these are the same thing. */
interface Step {
  readonly key: string;
  readonly apply: string;
  /** Empty: what it set is simply left. */
  readonly undo: string;
}

export interface WantedLink {
  readonly name: string;
  readonly kind: 'ethernet' | 'bridge';
  readonly up: boolean;
  readonly master?: string | undefined;
  readonly mac?: string | undefined;
  /** One bit for each interface list it is in: rules match it as a device group. */
  readonly group: number;
}

export interface WantedAddress {
  /** `10.10.10.1/24` */
  readonly address: string;
  readonly interface: string;
}

export interface WantedRoute {
  readonly destination: string;
  /** `via 10.0.2.2`, `dev ether1`, or a type: `blackhole` … */
  readonly to: string;
  readonly distance: number;
}

export interface WantedLinks {
  readonly links: readonly WantedLink[];
  readonly addresses: readonly WantedAddress[];
  readonly routes: readonly WantedRoute[];
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

  /** The interfaces that the lab plugged in. */
  async discover(): Promise<KernelLink[]> {
    const { stdout } = await runOrThrow(['ip', '-j', 'link', 'show']);
    const shown = JSON.parse(stdout) as { ifname: string; ifindex: number; address: string; link_type: string }[];
    return shown
      .filter((link) => link.link_type === 'ether')
      .map((link) => ({ name: link.ifname, index: link.ifindex, mac: link.address.toUpperCase() }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
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
    // With an address or a link the kernel also takes the routes that lead over it: they are all set anew.
    const isRoute = ({ key }: Step): boolean => key.startsWith('route ');
    const rerouted = [...gone, ...changed].some((step) => !isRoute(step));
    const fresh = rerouted ? steps.filter((step) => isRoute(step) || changed.includes(step)) : changed;
    await undo(gone);
    this.#applied = this.#applied.filter((step) => now.get(step.key) === step.apply);
    const { done, failure } = await apply(fresh);
    // In the order of `steps`, which taking back reverses; what failed is tried again next time.
    const inPlace = new Set([...this.#applied, ...done].map(({ key }) => key));
    this.#applied = steps.filter(({ key }) => inPlace.has(key));
    if (fresh.length + gone.length > 0)
      this.#byIndex = new Map((await this.discover()).map((link) => [link.index, link.name]));
    if (failure !== undefined) throw failure;
  }

  #steps({ links, addresses, routes }: WantedLinks): Step[] {
    return [
      ...links.flatMap((link) => this.#created(link)),
      ...links.flatMap((link) => this.#plugged(link)),
      ...addresses.map(({ address, interface: name }) => {
        const what = `${address} dev ${this.kernelName(name)}`;
        return {
          key: `address ${what}`,
          apply: `address replace ${address} brd + dev ${this.kernelName(name)}`,
          undo: `address del ${what}`,
        };
      }),
      ...routes.map(({ destination, to, distance }) => {
        const what = this.#route(destination, to, distance);
        return { key: `route ${what}`, apply: `route replace ${what}`, undo: `route del ${what}` };
      }),
    ];
  }

  #route(destination: string, to: string, distance: number): string {
    const target = destination === '0.0.0.0/0' ? 'default' : destination;
    if (/^(blackhole|unreachable|prohibit)$/.test(to)) return `${to} ${target} metric ${distance}`;
    const device = /^dev (.+)$/.exec(to)?.[1];
    return `${target} ${device === undefined ? to : `dev ${this.kernelName(device)}`} metric ${distance}`;
  }

  #created({ name, kind, mac }: WantedLink): Step[] {
    if (kind !== 'bridge') return [];
    const kernel = this.kernelName(name);
    const created = {
      key: `link ${kernel}`,
      apply: `link add name ${kernel} type bridge forward_delay 0`,
      undo: `link del dev ${kernel}`,
    };
    if (mac === undefined) return [created];
    return [created, { key: `mac ${kernel}`, apply: `link set dev ${kernel} address ${mac}`, undo: '' }];
  }

  #plugged({ name, up, master, group }: WantedLink): Step[] {
    const kernel = this.kernelName(name);
    const steps: Step[] = [];
    if (master !== undefined) {
      steps.push({
        key: `master ${kernel}`,
        apply: `link set dev ${kernel} master ${this.kernelName(master)}`,
        undo: `link set dev ${kernel} nomaster`,
      });
    }
    if (group !== 0)
      steps.push({
        key: `group ${kernel}`,
        apply: `link set dev ${kernel} group ${group}`,
        undo: `link set dev ${kernel} group 0`,
      });
    if (up)
      steps.push({ key: `up ${kernel}`, apply: `link set dev ${kernel} up`, undo: `link set dev ${kernel} down` });
    return steps;
  }
}

interface Applied {
  readonly done: readonly Step[];
  readonly failure?: RouterosError;
}

/** `ip` stops at the first line that fails: what stands before it is done. */
async function apply(steps: readonly Step[]): Promise<Applied> {
  if (steps.length === 0) return { done: [] };
  const result = await runCommand(['ip', '-batch', '-'], { input: steps.map((step) => `${step.apply}\n`).join('') });
  if (result.exitCode === 0) return { done: steps };
  const line = Number(/Command failed -:(\d+)/.exec(result.stderr)?.[1] ?? 0);
  const reason = result.stderr.split('\n')[0] ?? '';
  const failure = new RouterosError(`failure: ${steps[line - 1]?.apply ?? 'ip'}: ${reason}`, {
    category: trapCategories.general,
  });
  return { done: steps.slice(0, Math.max(0, line - 1)), failure };
}

/** What is taken back may be gone already: deleting a bridge takes its addresses along. */
async function undo(steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return;
  const lines = steps.map((step) => step.undo).filter((line) => line !== '');
  await runCommand(['ip', '-force', '-batch', '-'], { input: lines.map((line) => `${line}\n`).join('') });
}

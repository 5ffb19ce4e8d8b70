import { runBrieflyOrThrow } from '../../process/run-briefly.ts';

/** What the kernel has learnt of a neighbour. */
export interface KernelNeighbour {
  readonly address: string;
  /** The kernel's name. */
  readonly interface: string;
  /** Undefined: it does not answer. */
  readonly mac: string | undefined;
  /** `reachable`, `stale`, `failed`, `permanent` … */
  readonly state: string;
  readonly isRouter: boolean;
}

interface ShownNeighbour {
  readonly dst: string;
  readonly dev: string;
  readonly lladdr?: string;
  readonly state: readonly string[];
  readonly router?: null;
}

/** The neighbour tables of the namespace. */
export async function readNeighbours(): Promise<readonly KernelNeighbour[]> {
  const { stdout } = await runBrieflyOrThrow(['ip', '-j', 'neighbour', 'show']);
  const shown = JSON.parse(stdout === '' ? '[]' : stdout) as readonly ShownNeighbour[];
  return shown.map(({ dst, dev, lladdr, state, router }) => ({
    address: dst,
    interface: dev,
    mac: lladdr?.toUpperCase(),
    state: (state[0] ?? '').toLowerCase(),
    isRouter: router !== undefined,
  }));
}

import { InconclusiveError, KnocklabError } from '../../core/errors.ts';
import type { PortState } from '../../trace/events.ts';
import type { Check, Observation } from '../check.ts';
import { formatPorts, type Port, type PortText, parsePort, portKey } from './port-list.ts';

/** What a scan saw. */
export interface ScanObservation extends Observation {
  readonly from: string;
  readonly target: string;
  readonly address: string;
  /** False: nmap found nobody at the address and looked at no port. */
  readonly hostUp: boolean;
  readonly ports: readonly PortState[];
  /** Also of ports that nmap only counts; undefined when the scan did not look at it. */
  readonly stateOf: (port: number, protocol?: PortState['protocol']) => PortState['state'] | undefined;
  /** Why `filtered` may be believed; undefined when silence proves nothing. */
  readonly control: string | undefined;
}

/** The states that ports are expected in, or (under `.not`) must not be in. */
export type ShownStates = Partial<Readonly<Record<'open' | 'closed' | 'filtered', readonly PortText[]>>>;

interface Row extends Port {
  readonly wanted: string;
  readonly state: string;
}

/** All listed ports are in the listed state; under `.not`, none of them is. */
export function checkShown(scan: ScanObservation, states: ShownStates, isNot = false): Check {
  refuseAbsence(scan);
  const rows = Object.entries(states).flatMap(([wanted, ports]) =>
    (ports ?? []).map((port) => ({ ...parsePort(port), wanted, state: stateOf(scan, parsePort(port)) })),
  );
  if (rows.length === 0) throw new KnocklabError('input/no-ports', 'toShow() was given no port to look for');
  refuseDoubt(scan, rows);
  const passed = rows.every((row) => (row.state === row.wanted) !== isNot);
  return { passed, expected: expectedText(rows, isNot), observed: group(rows, (row) => row.state) };
}

function expectedText(rows: readonly Row[], isNot: boolean): string {
  return group(rows, (row) => (isNot ? `not ${row.wanted}` : row.wanted));
}

function stateOf(scan: ScanObservation, wanted: Port): string {
  const state = scan.stateOf(wanted.port, wanted.protocol);
  if (state !== undefined) return state;
  const message = `the scan of ${scan.target} from ${scan.from} did not look at ${portKey(wanted)}`;
  throw new KnocklabError('input/port-not-scanned', message, {
    remedy: 'Scan the port too, or do not expect anything of it.',
  });
}

function refuseAbsence({ hostUp, from, target, address }: ScanObservation): void {
  if (hostUp) return;
  throw new InconclusiveError(`nmap found nobody at ${address} (${target}) from ${from} and looked at no port`, {
    remedy:
      'Is the target up, and on the way to it everything else? nmap asks with a ping, on its own network with ARP.',
  });
}

/** Silence is believed only when the same target answered elsewhere, before and after. */
function refuseDoubt(scan: ScanObservation, rows: readonly Row[]): void {
  const silent = rows.filter(({ state }) => state === 'filtered');
  if (silent.length > 0 && scan.control === undefined) {
    throw new InconclusiveError(
      `${formatPorts(silent)} of ${scan.target} did not answer ${scan.from}, and no port that must answer shows that the target was there`,
      { remedy: 'Scan with a positive control: `scan(target, ports, { control: PORT })`.' },
    );
  }
  const unclear = rows.filter(({ state }) => state.includes('|') || state === 'unfiltered');
  if (unclear.length === 0) return;
  throw new InconclusiveError(`nmap cannot tell about ${group(unclear, (row) => row.state)} of ${scan.target}`);
}

function group(rows: readonly Row[], stateOfRow: (row: Row) => string): string {
  const states = [...new Set(rows.map(stateOfRow))];
  return states.map((state) => `${formatPorts(rows.filter((row) => stateOfRow(row) === state))} ${state}`).join(', ');
}

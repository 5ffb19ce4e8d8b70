import type { CallPosition } from '../../routeros/device.ts';
import type { Value } from '../../routeros/value.ts';
import type { Policy } from '../accounts/policy.ts';
import type { Session } from '../accounts/session.ts';
import type { Activity } from '../time/twin-clock.ts';
import type { Keyboard } from '../tools/keyboard.ts';
import type { Menu } from './menu.ts';
import type { Properties } from './property-type.ts';

/** Parts of the kernel's state that follow from the menus; what a change touches is enacted again on the next commit. */
export type Subsystem = 'links' | 'dhcp-client' | 'dnsmasq' | 'firewall' | 'services' | 'scheduler' | 'logging' | 'ntp';

export type Props = Readonly<Record<string, string>>;

/** One item of a menu: what was configured. */
export interface Item {
  readonly id: string;
  /** Only what was set; defaults are added when a row is read. */
  readonly props: Props;
}

export const isEnabled = ({ props }: Item): boolean => props['disabled'] !== 'yes';

/** One line of `print`: an item with its defaults and computed properties, or something dynamic without an item. */
export interface Row {
  readonly id: string;
  readonly props: Props;
  /** `D` */
  readonly dynamic: boolean;
  /** The reason for `I`, shown as a comment. */
  readonly invalid?: string | undefined;
}

export interface Flag {
  readonly letter: string;
  /** `disabled`, `dynamic`, `invalid` or a property that is `yes`. */
  readonly name: string;
}

/** Flags that exclude each other stand in one place: `X` and `I` in the first, `D` in the second. */
export type FlagPlaces = readonly (readonly Flag[])[];

export interface ActionCall {
  readonly args: ReadonlyMap<string, Value>;
  readonly asValue: boolean;
  readonly print: (text: string) => void;
  readonly signal: AbortSignal;
  /** Takes records of a command that goes on (`monitor`, `ping`), as they are made; there when the API asked. */
  readonly emit?: ((row: Props) => void) | undefined;
  readonly user: string;
  /** Who is at it; absent for what the router does by itself. */
  readonly session?: Session | undefined;
  /** Of the script that the command stands in. */
  readonly activity: Activity | undefined;
  readonly position: CallPosition;
  /** What whoever calls may do; without it, everything. */
  readonly policies?: ReadonlySet<Policy> | undefined;
  /** Of the terminal that it was typed at; absent in scripts that run by themselves. */
  readonly keyboard?: Keyboard | undefined;
}

/** A command of a menu beyond the common ones: `/system script run`, `/tool fetch`. */
export interface ActionSpec {
  readonly params: readonly string[];
  readonly positional?: readonly string[];
  readonly switches?: readonly string[];
  /** Change nothing that has to be enacted first? Most do need the kernel to be up to date. */
  readonly run: (call: ActionCall) => Promise<Value>;
}

/** One menu of RouterOS, described once: print, get, set, find, export, the API and the documents derive from it. */
export interface MenuSpec {
  /** `ip firewall filter` */
  readonly path: string;
  readonly kind: 'list' | 'settings' | 'commands';
  readonly properties: Properties;
  readonly flags?: FlagPlaces;
  /** Items may be called by this property (`/interface set ether1`). */
  readonly key?: string;
  /** The menus as whose items others name these (`interface`); without it, this one. */
  readonly namedAs?: readonly string[];
  /** The order of items matters: `move`, `place-before`. */
  readonly ordered?: boolean;
  /** `add`, `remove`: absent for fixed lists such as `/ip service`. */
  readonly fixed?: boolean;
  readonly noSet?: boolean;
  /** How `export` names an item that every router has: `set telnet …`, `set [ find default-name=ether1 ] …`. */
  readonly exportAs?: (item: Item) => string;
  /** Menus that others refer to are exported first. */
  readonly exportRank?: number;
  readonly neverExported?: boolean;
  /** Where it is not what RouterOS makes of it; for the documents. */
  readonly differs?: string;
  /** Loads, keeps and exports, and has no effect in a lab. */
  readonly kept?: boolean;
  /** Part of other menus only (`lo` in `/interface`): no path leads to it. */
  readonly hidden?: boolean;
  readonly touches?: readonly Subsystem[];
  /** A view of other menus: its items are theirs (`/interface` shows ethernet, bridges …). */
  readonly parts?: () => readonly Menu[];
  /** What a view adds to the rows of its parts. */
  readonly viewed?: (item: Item) => Props;
  /** Items a fresh router has. */
  readonly initial?: readonly Props[];
  /** `block` prints an item over several lines (firewall rules), `table` in columns. */
  readonly layout?: 'block' | 'table';
  readonly columns?: readonly string[];
  /** Which rows `print` numbers: `static` not those that are dynamic, `none` no row. Default: all. */
  readonly numbers?: 'static' | 'none';
  /** Order of properties in block and detail prints: these first, the rest as described. */
  readonly printFirst?: readonly string[];
  /** Refuses what single properties cannot tell: duplicates, `ports need a protocol`. `before` is the item that is set. */
  readonly check?: (props: Props, before: Item | undefined) => void;
  /** Fills in what RouterOS derives when an item is made (`/ip address` network). */
  readonly complete?: (props: Props) => Props;
  /** Sees what is about to be set, checked, as it was given: for what acts and is not kept. */
  readonly beforeSet?: (given: Props) => void;
  /** Properties the router computes for an item. */
  readonly computed?: (item: Item) => Props;
  /** Called once before the rows are made: reads counters, leases, sets. */
  readonly refresh?: () => Promise<void>;
  /** What `refresh` brings where that is not both: the rows that no item stands behind, or what is computed for items. */
  readonly refreshes?: 'rows' | 'figures';
  readonly invalid?: (item: Item) => string | undefined;
  /** Rows that no item stands behind; they come after the items. */
  readonly dynamicRows?: () => readonly Row[];
  /** Or before them. */
  readonly dynamicFirst?: boolean;
  /** Items and dynamic rows stand in the order in which they were made; they take their ids from one source. */
  readonly inOrderOfIds?: boolean;
  readonly removeDynamic?: (row: Row) => Promise<void>;
  /** The same for several at once, where that costs less than one after the other. */
  readonly removeDynamicRows?: (rows: readonly Row[]) => Promise<void>;
  /** Changes a row that no item stands behind; what is given is checked. */
  readonly setDynamic?: (row: Row, given: Props) => Promise<void>;
  /** Refuses to take an item away. */
  readonly beforeRemove?: (item: Item) => void;
  readonly afterAdd?: (item: Item) => void | Promise<void>;
  readonly afterSet?: (item: Item, before: Item) => void | Promise<void>;
  readonly afterRemove?: (item: Item) => void | Promise<void>;
  readonly actions?: Readonly<Record<string, ActionSpec>>;
}

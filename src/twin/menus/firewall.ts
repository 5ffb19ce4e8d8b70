import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { Value } from '../../routeros/value.ts';
import { nothing } from '../../routeros/value.ts';
import type { LastPrint } from '../console/item-numbers.ts';
import { numberedRows } from '../console/item-numbers.ts';
import { fasttrackRow } from '../kernel/fasttrack.ts';
import type { Family } from '../kernel/matchers/matching.ts';
import type { Counters, TableName } from '../kernel/ruleset.ts';
import { ruleName } from '../kernel/ruleset.ts';
import type { FlagPlaces, MenuSpec } from '../menu/menu-spec.ts';
import type { Properties } from '../menu/property-type.ts';
import { boolean, filledWord, integer, text } from '../menu/property-type.ts';
import type { Twin } from '../twin.ts';
import { actionsOf, argumentsOf } from './firewall-actions.ts';
import { checkRule, RuleValidity } from './firewall-checks.ts';
import { matchersOf } from './matchers.ts';

const common: Properties = {
  log: { type: boolean },
  'log-prefix': { type: text },
  comment: { type: text },
  disabled: { type: boolean, default: 'no' },
  bytes: { type: integer(0, Number.MAX_SAFE_INTEGER), readonly: true },
  packets: { type: integer(0, Number.MAX_SAFE_INTEGER), readonly: true },
};

const flags: FlagPlaces = [
  [
    { letter: 'X', name: 'disabled' },
    { letter: 'I', name: 'invalid' },
  ],
  [{ letter: 'D', name: 'dynamic' }],
];

const noCounters: Counters = { packets: 0, bytes: 0 };

const builtin = (verb: string): RouterosError =>
  new RouterosError(`failure: cannot ${verb} builtin`, { category: trapCategories.general });

/** `/ip firewall filter` and its like: the rules of one table of one family. */
function firewallTable(twin: Twin, family: Family, name: TableName): MenuSpec {
  let counters: ReadonlyMap<string, Counters> = new Map();
  let fasttracked = noCounters;
  const path = `${family} firewall ${name}`;
  const validity = new RuleValidity(twin, path);
  return {
    path,
    kind: 'list',
    differs:
      'raw sees fasttracked packets too, and the rows that count them in mangle show the figures of filter; set-priority, sniff-*, clear-df and strip-ipv4-options change nothing; tarpit opens with window 0 and then is silent; endpoint-independent-nat, socksify and route are refused; the NAT part of a log line comes a few ms later',
    ordered: true,
    layout: 'block',
    flags,
    printFirst: ['chain', 'action', 'to-addresses', 'to-ports', 'jump-target', 'reject-with'],
    touches: ['firewall'],
    properties: {
      chain: { type: filledWord, required: true },
      action: { type: actionsOf(family, name, twin.version) },
      ...argumentsOf(family, name),
      ...matchersOf(twin, family, name),
      ...common,
    },
    // Exports name the action even where it is the default.
    complete: (props) => ({ action: 'accept', ...props }),
    check: (props) => {
      checkRule(props);
      twin.firewall.of(family).checkRule(name, props);
    },
    refreshes: 'figures',
    refresh: async () => {
      counters = await twin.firewall.of(family).counters(name);
      fasttracked = await twin.firewall.fasttracked(family);
    },
    computed: (item) => {
      const { packets, bytes } = counters.get(ruleName(family, name, item.id)) ?? noCounters;
      return { bytes: String(bytes), packets: String(packets) };
    },
    dynamicFirst: true,
    dynamicRows: () => twin.firewall.fasttrack.rows(family, name, fasttracked),
    setDynamic: () => Promise.reject(builtin('change')),
    removeDynamic: () => Promise.reject(builtin('remove')),
    invalid: (item) => validity.reasonAgainst(item),
    actions: {
      'reset-counters': {
        params: ['numbers'],
        positional: ['numbers'],
        run: async ({ args }) => resetCounters(twin, family, name, args.get('numbers')),
      },
      'reset-counters-all': { params: [], run: async () => resetCounters(twin, family, name, undefined) },
    },
  };
}

const noNumbers: LastPrint = new Map();

async function resetCounters(twin: Twin, family: Family, name: TableName, numbers: Value | undefined): Promise<Value> {
  const menu = twin.menus.get(`${family} firewall ${name}`);
  const ids =
    numbers === undefined
      ? [fasttrackRow, ...menu.items.map(({ id }) => id)]
      : (await numberedRows(menu, numbers, noNumbers)).map(({ id }) => id);
  await twin.firewall.resetCounters(ids.map((id) => ruleName(family, name, id)));
  return nothing;
}

/** All tables of both families. */
export function firewallTables(twin: Twin): readonly MenuSpec[] {
  const tables = ['raw', 'mangle', 'nat', 'filter'] as const;
  // RouterOS 6 has no NAT for IPv6.
  const hasNat6 = twin.version.major >= 7;
  return [
    ...tables.map((name) => firewallTable(twin, 'ip', name)),
    ...tables.filter((name) => name !== 'nat' || hasNat6).map((name) => firewallTable(twin, 'ipv6', name)),
  ];
}

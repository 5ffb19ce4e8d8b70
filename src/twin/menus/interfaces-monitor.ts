import { keyed, nothing, str } from '../../routeros/value.ts';
import { numberedRows } from '../console/item-numbers.ts';
import type { ActionSpec, Row } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';

/** What an Ethernet port says of its cable: in a lab, that it is plugged in and does a gigabit. */
const stateOf = ({ props }: Row): readonly (readonly [string, string])[] => {
  const isUp = props['disabled'] !== 'yes';
  return [
    ['name', props['name'] ?? ''],
    ['status', isUp ? 'link-ok' : 'no-link'],
    ['auto-negotiation', isUp ? 'done' : 'disabled'],
    ...(isUp
      ? ([
          ['rate', '1Gbps'],
          ['full-duplex', 'yes'],
        ] as const)
      : []),
  ];
};

/** `/interface ethernet monitor`: says once how it is, also without `once`; nothing of it changes. */
export function monitorEthernet(twin: Twin): ActionSpec {
  return {
    params: ['numbers', 'once', 'as-value'],
    positional: ['numbers'],
    switches: ['once', 'as-value'],
    run: async ({ args, asValue, print }) => {
      const rows = await numberedRows(twin.menus.get('interface ethernet'), args.get('numbers'), new Map());
      const states = rows.map(stateOf);
      const [first] = states;
      if (asValue) return first === undefined ? nothing : keyed(first.map(([name, value]) => [name, str(value)]));
      const width = 18;
      for (const state of states)
        print(`${state.map(([name, value]) => `${name.padStart(width)}: ${value}`).join('\n')}\n\n`);
      return nothing;
    },
  };
}

import { forgetTracked } from './kernel/conntrack.ts';
import type { Twin } from './twin.ts';

/** What a router forgets when it starts anew: everything that is no configuration (firewall-facts 2.1, 3.2). */
export async function reboot(twin: Twin): Promise<void> {
  twin.log.clear();
  twin.scripts.forget();
  twin.history.forget();
  twin.rebooted();
  twin.firewall.fasttrack.forget();
  for (const family of ['ip', 'ipv6'] as const) {
    await twin.firewall.lists(family).forgetDynamic();
    for (const table of ['raw', 'mangle', 'nat', 'filter'] as const)
      await twin.menus.find([family, 'firewall', table])?.spec.actions?.['reset-counters-all']?.run(nobody);
  }
  if (twin.enforced) await forgetTracked();
  twin.log.write(['system', 'info'], 'router rebooted');
  twin.scheduler.startUp(twin.menus.get('system scheduler').items);
  twin.netwatch.startUp(twin.menus.get('tool netwatch').items);
}

/** Nobody asks for it and nobody looks. */
const nobody = {
  args: new Map(),
  asValue: false,
  print: () => undefined,
  signal: new AbortController().signal,
  user: '',
  activity: undefined,
  position: { line: 0, column: 0, arg: () => undefined },
};

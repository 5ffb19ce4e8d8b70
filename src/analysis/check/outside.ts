import type { Configuration, Item } from './configuration.ts';
import type { Firewall } from './firewall.ts';

/** The interfaces behind which strangers are. Undefined: nothing says so. */
export type Outside = ReadonlySet<string> | undefined;

/** What a configuration itself calls the outside comes before what can be guessed from it. */
export function findOutside(configuration: Configuration, firewall: Firewall): Outside {
  const guesses = [
    membersOf(configuration, (list) => /^(wan|outside|internet|external|uplinks?|public)$/i.test(list)),
    uplinks(configuration),
    firewall.rules('ip', 'nat').flatMap((rule) => translated(rule, configuration)),
    firewall.allSteps().flatMap(({ action, properties }) => {
      const name = properties.get('in-interface');
      return name !== undefined && !name.startsWith('!') && action !== 'accept' ? [name] : [];
    }),
  ];
  const found = guesses.find((names) => names.length > 0);
  return found === undefined ? undefined : new Set(found);
}

/** The interfaces of an interface list. */
export function interfacesOf(configuration: Configuration, list: string): readonly string[] {
  return membersOf(configuration, (name) => name === list);
}

function membersOf(configuration: Configuration, isMeant: (list: string) => boolean): readonly string[] {
  return configuration
    .items('/interface list member')
    .filter(({ properties }) => isMeant(properties.get('list') ?? ''))
    .flatMap(({ properties }) => properties.get('interface') ?? []);
}

function uplinks(configuration: Configuration): readonly string[] {
  const names = (menu: string, property: string): readonly string[] =>
    configuration
      .items(menu)
      .filter(({ properties }) => properties.get('disabled') !== 'yes')
      .flatMap(({ properties }) => properties.get(property) ?? []);
  return [...names('/ip dhcp-client', 'interface'), ...names('/interface pppoe-client', 'name')];
}

function translated({ properties }: Item, configuration: Configuration): readonly string[] {
  const list = properties.get('out-interface-list') ?? properties.get('in-interface-list');
  const name = properties.get('out-interface') ?? properties.get('in-interface');
  const names = list === undefined ? [name ?? ''] : interfacesOf(configuration, list);
  return names.filter((one) => one !== '' && !one.startsWith('!'));
}

/** Lists that the router fills itself: those it is born with, and those that `detect-internet` or a PPP profile names. */
export function isDynamicList(configuration: Configuration, list: string): boolean {
  if (['all', 'none', 'dynamic', 'static'].includes(list)) return true;
  const fillers: readonly (readonly [menu: string, property: string])[] = [
    ['/interface detect-internet', 'lan-interface-list'],
    ['/interface detect-internet', 'wan-interface-list'],
    ['/interface detect-internet', 'internet-interface-list'],
    ['/ppp profile', 'interface-list'],
  ];
  return fillers.some(([menu, name]) =>
    configuration.items(menu).some(({ properties }) => properties.get(name) === list),
  );
}

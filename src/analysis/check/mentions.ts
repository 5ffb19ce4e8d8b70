import type { Configuration } from './configuration.ts';

const rules = /^\/ipv?6? firewall (?:filter|nat|mangle|raw)$/;
/** Lists of interfaces have names of their own. */
const others = /^\/interface list/;

/** Whether anything but the firewall's rules speaks of a name: scripts, DHCP, PPP profiles, hotspot, what only a run could tell. */
export function isMentioned(configuration: Configuration, name: string): boolean {
  if (configuration.unread.some(({ text }) => text.includes(name))) return true;
  for (const [menu, items] of configuration.menus) {
    if (rules.test(menu) || others.test(menu) || menu.endsWith('firewall address-list')) continue;
    const found = items.some(({ properties }) =>
      [...properties].some(([key, value]) => key !== 'comment' && speaksOf(value, name)),
    );
    if (found) return true;
  }
  return false;
}

/** A script may write it between quotes, a list of names between commas. */
function speaksOf(value: string, name: string): boolean {
  return value === name || value.split(',').includes(name) || (value.length > name.length + 8 && value.includes(name));
}

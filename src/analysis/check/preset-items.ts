import type { Item } from './configuration.ts';

/** What a fresh router has in a menu before any configuration (MikroTik's manual, "Services" and "User"). */
export function presetItems(menu: string): Item[] {
  if (menu === '/ip service') return services.map(([name, port, disabled]) => preset({ name, port, disabled }));
  if (menu === '/user') return [preset({ name: 'admin', group: 'full' })];
  return [];
}

const services = [
  ['telnet', '23', 'no'],
  ['ftp', '21', 'no'],
  ['www', '80', 'no'],
  ['ssh', '22', 'no'],
  ['www-ssl', '443', 'yes'],
  ['api', '8728', 'no'],
  ['winbox', '8291', 'no'],
  ['api-ssl', '8729', 'no'],
] as const;

function preset(properties: Readonly<Record<string, string>>): Item {
  return { line: undefined, text: '', properties: new Map(Object.entries(properties)) };
}

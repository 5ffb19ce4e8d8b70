import type { Configuration, Item } from './configuration.ts';

/** A program that a configuration keeps on the router. */
export interface Script {
  readonly item: Item & { readonly menu: string };
  readonly name: string;
  readonly text: string;
  /** The scheduler's interval; undefined: nothing starts it again and again. */
  readonly interval: string | undefined;
}

/** Scripts, and what schedulers hold themselves. */
export function scriptsOf(configuration: Configuration): readonly Script[] {
  const jobs = configuration
    .items('/system scheduler')
    .filter(({ properties }) => properties.get('disabled') !== 'yes');
  const scripts = configuration.items('/system script').map((item): Script => {
    const name = item.properties.get('name') ?? '';
    const job = jobs.find(({ properties }) => runs(properties.get('on-event') ?? '', name));
    return {
      item: { ...item, menu: '/system script' },
      name,
      text: item.properties.get('source') ?? '',
      interval: intervalOf(job),
    };
  });
  const own = jobs
    .filter(({ properties }) => /[\s/:]/.test(properties.get('on-event') ?? ''))
    .map((item): Script => {
      const name = item.properties.get('name') ?? '';
      return {
        item: { ...item, menu: '/system scheduler' },
        name,
        text: item.properties.get('on-event') ?? '',
        interval: intervalOf(item),
      };
    });
  return [...scripts, ...own];
}

/** `aman`, `/system script run aman` */
function runs(event: string, name: string): boolean {
  return event.trim() === name || new RegExp(`script[\\s/]+run\\s+"?${escaped(name)}\\b`).test(event);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const none: ReadonlySet<string> = new Set(['0s', '0', '00:00:00', '']);

function intervalOf(job: Item | undefined): string | undefined {
  const interval = job?.properties.get('interval') ?? '';
  return none.has(interval) ? undefined : interval;
}

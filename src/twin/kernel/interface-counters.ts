import { readFile } from 'node:fs/promises';

/** What an interface has carried. */
export interface InterfaceCounters {
  readonly rxBytes: string;
  readonly rxPackets: string;
  readonly txBytes: string;
  readonly txPackets: string;
}

/** By the kernel's names, from the namespace's own table. */
export async function readInterfaceCounters(): Promise<ReadonlyMap<string, InterfaceCounters>> {
  const table = await readFile('/proc/net/dev', 'utf8').catch(() => '');
  return new Map(
    table.split('\n').flatMap((line): [string, InterfaceCounters][] => {
      const [, name, numbers = ''] = /^\s*([^\s:]\S*):\s+(.*)$/.exec(line) ?? [];
      if (name === undefined) return [];
      const fields = numbers.split(/\s+/);
      const at = (index: number): string => fields[index] ?? '0';
      return [[name, { rxBytes: at(0), rxPackets: at(1), txBytes: at(8), txPackets: at(9) }]];
    }),
  );
}

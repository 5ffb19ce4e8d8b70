import type { Router } from '../router/router.ts';
import type { EventBody, RuleRow, SchedulerRow } from '../trace/events.ts';

/** What is read of a router after each step. */
export type ObservedRouter = Pick<Router, 'addressList' | 'print' | 'rules'>;

/** Looks at the router and reports what has changed since it last looked; `quietly`: but not that entries grow older. */
export type RouterObserver = (quietly?: boolean) => Promise<void>;

const tables: readonly RuleRow['table'][] = ['filter', 'nat', 'mangle', 'raw'];

export function createRouterObserver(router: ObservedRouter, emit: (body: EventBody) => void): RouterObserver {
  const changed = createChangeFilter();
  const newLines = createNewLines();
  return async (quietly = false) => {
    const [entries, schedulers, lines, ...rules] = await Promise.all([
      router.addressList(),
      router.print('/system/scheduler', { proplist: ['name', 'interval', 'run-count', 'next-run', 'on-event'] }),
      router.print('/log', { proplist: ['.id', 'time', 'topics', 'message'] }),
      ...tables.map((table) => router.rules(table)),
    ]);
    if (changed('rules', rules)) emit({ type: 'rules', rules: rules.flat() });
    const membersChanged = changed(
      'members',
      entries.map(({ list, address }) => [list, address]),
    );
    if (quietly ? membersChanged : changed('lists', entries)) emit({ type: 'address-lists', entries });
    const runs = schedulers.map(schedulerRow);
    // The next run moves with the clock; that alone is nothing that happened.
    if (
      changed(
        'scheduler',
        runs.map((row) => [row.name, row.runs]),
      ) &&
      runs.some((row) => row.runs > 0)
    )
      emit({ type: 'scheduler', entries: runs });
    const added = newLines(lines);
    if (added.length > 0) emit({ type: 'log', lines: added });
  };
}

function schedulerRow(row: Readonly<Record<string, string>>): SchedulerRow {
  const { name = '', interval = '0s', 'run-count': runs = '0', 'next-run': nextRun, 'on-event': onEvent } = row;
  return {
    name,
    interval,
    runs: Number(runs),
    ...(nextRun === undefined ? {} : { nextRun }),
    ...(onEvent === undefined ? {} : { onEvent }),
  };
}

function createChangeFilter(): (name: string, value: unknown) => boolean {
  const last = new Map<string, string>();
  return (name, value) => {
    const text = JSON.stringify(value);
    if (last.get(name) === text) return false;
    last.set(name, text);
    return true;
  };
}

interface LogRow {
  readonly time: string;
  readonly topics: string;
  readonly message: string;
}

/** A line keeps its `.id` for as long as it is in the log; old lines leave it when it is full. */
function createNewLines(): (rows: readonly Readonly<Record<string, string>>[]) => LogRow[] {
  const seen = new Set<string>();
  return (rows) => {
    const added = rows.filter((row) => !seen.has(row['.id'] ?? ''));
    for (const row of added) seen.add(row['.id'] ?? '');
    return added.map(({ time = '', topics = '', message = '' }) => ({ time, topics, message }));
  };
}

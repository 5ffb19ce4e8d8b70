import { setTimeout as sleep } from 'node:timers/promises';
import type { Row } from '../../routeros/api/sentence.ts';

export interface Watch {
  /** The rows of the moment. */
  readonly look: () => Promise<readonly Row[]>;
  /** Are the rows that are there at the beginning news as well? */
  readonly tellsFirst: boolean;
  readonly tell: (rows: readonly Row[]) => Promise<void>;
  /** How a row that is gone is marked: `true` on 7 (seen on 7.23), `yes` in the manual. */
  readonly dead: string;
  readonly signal: AbortSignal;
}

const restMs = 50;
/** However large a menu is, looking at it takes no more than this part of the time. */
const share = 10;

/** What goes by itself is no change: who listens to a list of rules does not hear each packet. */
const ticking = new Set([
  'bytes',
  'packets',
  'timeout',
  'expires-after',
  'uptime',
  'age',
  'idle-time',
  'last-seen',
  'rx-byte',
  'tx-byte',
  'rx-packet',
  'tx-packet',
  'fp-rx-byte',
  'fp-tx-byte',
  'fp-rx-packet',
  'fp-tx-packet',
  'date',
  'time',
]);

/** Tells of rows that come, change and go, until it is aborted. */
export async function watchRows(watch: Watch): Promise<void> {
  let known = new Map<string, string>();
  for (let isFirst = true; !watch.signal.aborted; isFirst = false) {
    const startedAt = performance.now();
    const rows = await watch.look();
    const now = new Map(rows.map((row) => [row['.id'] ?? '', fingerprint(row)]));
    const news = rows.filter((row) => known.get(row['.id'] ?? '') !== now.get(row['.id'] ?? ''));
    const gone = [...known.keys()].filter((id) => !now.has(id)).map((id) => ({ '.id': id, '.dead': watch.dead }));
    known = now;
    if ((!isFirst || watch.tellsFirst) && news.length + gone.length > 0) await watch.tell([...news, ...gone]);
    await rest(Math.max(restMs, (performance.now() - startedAt) * share), watch.signal);
  }
  watch.signal.throwIfAborted();
}

/** Shows the rows again and again. */
export async function repeatRows(
  { look, tell, signal }: Pick<Watch, 'look' | 'tell' | 'signal'>,
  intervalMs: number,
): Promise<void> {
  for (let section = 0; !signal.aborted; section += 1) {
    const rows = await look();
    await tell(rows.map((row) => ({ ...row, '.section': String(section) })));
    await rest(Math.max(restMs, intervalMs), signal);
  }
  signal.throwIfAborted();
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

function fingerprint(row: Row): string {
  return JSON.stringify(Object.entries(row).filter(([name]) => !ticking.has(name)));
}

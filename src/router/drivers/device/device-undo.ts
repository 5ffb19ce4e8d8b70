import { randomBytes } from 'node:crypto';
import { KnocklabError } from '../../../core/errors.ts';
import type { Row } from '../../../routeros/api/sentence.ts';
import { readClock, setClock } from '../../clock-setting.ts';
import { memoryLines, setMemoryLines } from '../../empty-log.ts';
import type { Router } from '../../router.ts';
import { RouterTrap } from '../../router-trap.ts';
import type { MenuChange } from './device-changes.ts';

/** What a device was before a scenario's configuration came to it, as far as that will change. */
export interface Undo {
  /** A script of this name is on the device for as long as there is something to put back: no other device is touched. */
  readonly mark: string;
  readonly menus: readonly MenuBefore[];
  /** Global variables of scripts. */
  readonly globals: readonly string[];
  /** How many lines of log the device keeps; a moment long it may keep one only. */
  readonly memoryLines: string;
  /** This machine, whose connections are not the lab's. */
  readonly harness: string;
  /** Both in ms since 1970; the device's is its wall clock, taken for UTC. */
  readonly clock: { readonly deviceMs: number; readonly machineMs: number };
}

interface MenuBefore {
  readonly menu: string;
  /** Items that were there: the router's own, and those of interfaces that the lab has nothing to do with. */
  readonly ids: readonly string[];
  /** Of a menu without items. */
  readonly settings: Readonly<Record<string, string>>;
}

const scripts = '/system/script';
const globals = '/system/script/environment';

/** Nothing is changed by it. */
export async function prepareUndo(router: Router, changes: readonly MenuChange[], harness: string): Promise<Undo> {
  const menus: MenuBefore[] = [];
  for (const { menu, set } of changes) {
    const rows = await router.print(menu);
    const settings = Object.fromEntries(set.map((name) => [name, rows[0]?.[name] ?? '']));
    menus.push({ menu, ids: rows.map(idOf).filter((id) => id !== ''), settings });
  }
  const clock = { deviceMs: (await readClock(router)).ms, machineMs: Date.now() };
  const names = (await router.print(globals)).map(({ name = '' }) => name);
  return {
    harness,
    mark: `${markPrefix}${randomBytes(4).toString('hex')}`,
    menus,
    globals: names,
    memoryLines: await memoryLines(router),
    clock,
  };
}

const idOf = (row: Row): string => row['.id'] ?? '';

const markPrefix = 'knocklab-run-';

/** Refuses a device that another run than this one has not been put back on. */
export async function requireNoOtherRun(router: Router, own?: Undo): Promise<void> {
  const names = (await router.print(scripts)).map(({ name = '' }) => name);
  const other = names.find((name) => name.startsWith(markPrefix) && name !== own?.mark);
  if (other === undefined) return;
  throw new KnocklabError('device/not-clean', `A run is under way on the device, or was killed (script "${other}").`, {
    remedy:
      'If it was killed, "knocklab device restore FILE" puts the device back, with the file in that run\'s folder.',
  });
}

/** From here on the device is known again. */
export async function setMark(router: Router, { mark }: Undo): Promise<void> {
  await router.add(scripts, { name: mark, source: '' });
}

/** Takes away what has been added since and sets back what was set; false: the device has no such mark, so nothing was done. */
export async function undo(router: Router, before: Undo): Promise<boolean> {
  if ((await router.print(scripts, { query: { name: before.mark } })).length === 0) return false;
  // The last menus of a configuration lean on its first: a server on its pool, a rule on its list.
  for (const menu of before.menus.toReversed()) await undoMenu(router, menu, before.mark);
  await forgetConnections(router, before.harness);
  for (const row of await router.print(globals))
    if (!before.globals.includes(row.name ?? '')) await router.remove(globals, idOf(row)).catch(unlessTrap);
  await router.remove('/file', 'knocklab-import.rsc').catch(unlessTrap);
  if ((await memoryLines(router)) !== before.memoryLines) await setMemoryLines(router, before.memoryLines);
  await undoClock(router, before);
  await router.remove(scripts, before.mark);
  return true;
}

async function undoMenu(router: Router, { menu, ids, settings }: MenuBefore, mark: string): Promise<void> {
  const rows = await router.print(menu);
  const [row = {}] = rows;
  const changed = Object.entries(settings).filter(([name, value]) => (row[name] ?? '') !== value);
  if (changed.length > 0) await router.set(menu, undefined, Object.fromEntries(changed.map(wordOf)));
  if (Object.keys(settings).length > 0) return;
  // The last first: the rule that keeps the way in open is the first.
  for (const added of rows.toReversed())
    if (!ids.includes(idOf(added)) && added.name !== mark && isOwn(menu, added))
      await router.remove(menu, idOf(added)).catch(unlessTrap);
}

/** Whom the firewall has let in it would know in the next scenario, too. Each one may have ended meanwhile. */
async function forgetConnections(router: Router, harness: string): Promise<void> {
  const menu = '/ip firewall connection';
  const others = `[${menu} find where !(src-address~"^${harness.replaceAll('.', String.raw`\\.`)}")]`;
  const each = `:foreach item in=${others} do={ :do { ${menu} remove $item } on-error={} }`;
  await router.run(`:do { ${menu} remove ${others} } on-error={ ${each} }`, { timeoutMs: 60_000 });
}

/** A print says true and false, what is set is yes and no. */
const wordOf = ([name, value]: [string, string]): [string, string] => {
  if (value === 'true') return [name, 'yes'];
  return [name, value === 'false' ? 'no' : value];
};

/** Dynamic items end with what they come from; an entry of a list has only its timeout. */
const isOwn = (menu: string, { dynamic }: Row): boolean => dynamic !== 'true' || menu.endsWith('/address-list');

/** It may have ended by itself, or gone with another; what could not be removed shows in the export. */
function unlessTrap(error: unknown): void {
  if (!(error instanceof RouterTrap)) throw error;
}

/** Two readings in the same minute are the same clock. */
const sameMs = 60_000;

async function undoClock(router: Router, { clock: { deviceMs, machineMs } }: Undo): Promise<void> {
  const due = deviceMs + Date.now() - machineMs;
  if (Math.abs((await readClock(router)).ms - due) < sameMs) return;
  await setClock(router, new Date(due).toISOString().slice(0, 19));
}

const head = '# knocklab undo ';

/** An export with what is needed to come back to it; a comment for everybody else. */
export const withUndo = (exported: string, before: Undo): string => `${head}${JSON.stringify(before)}\n${exported}`;

/** Undefined: nothing but an export. */
export function undoIn(text: string): Undo | undefined {
  const [first = ''] = text.split('\n', 1);
  return first.startsWith(head) ? JSON.parse(first.slice(head.length)) : undefined;
}

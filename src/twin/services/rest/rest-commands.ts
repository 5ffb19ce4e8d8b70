import type { Row } from '../../../routeros/api/sentence.ts';
import type { Session } from '../../accounts/session.ts';
import type { Menu } from '../../menu/menu.ts';
import type { Twin } from '../../twin.ts';
import type { ApiResult } from '../api-backend.ts';
import { neededProperties, type RowChoice, selectRows } from '../api-request.ts';
import { type JsonObject, textOf, wordsOf } from './rest-body.ts';
import { RestError } from './rest-error.ts';
import { findPlace, missingText, type RestPlace } from './rest-place.ts';
import type { RestResult } from './rest-server.ts';

export interface RestCommand {
  readonly method: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly given: JsonObject;
  readonly session: Session;
  readonly signal: AbortSignal;
}

export async function runRest(twin: Twin, command: RestCommand): Promise<RestResult> {
  const verb = verbs[command.method];
  if (verb === undefined) throw new RestError(501);
  return await verb(twin, command);
}

const verbs: Readonly<Record<string, (twin: Twin, command: RestCommand) => Promise<RestResult>>> = {
  __proto__: null as never,
  GET: getRows,
  PUT: addItem,
  PATCH: setItem,
  DELETE: removeItem,
  POST: runCommand,
};

const ok = (value: RestResult['value']): RestResult => ({ status: '200 OK', value });

/** The id is always among them (seen on 7.23). */
const withId = (proplist: readonly string[] | undefined): readonly string[] | undefined =>
  proplist === undefined ? undefined : ['.id', ...proplist.filter((name) => name !== '.id')];

async function rowsOf(twin: Twin, path: readonly string[], choice: RowChoice, command: RestCommand): Promise<Row[]> {
  const proplist = neededProperties(choice);
  const { rows = [] } = await ask(twin, path, 'print', new Map(), { ...command, proplist });
  return selectRows(choice, rows);
}

function ask(
  twin: Twin,
  path: readonly string[],
  name: string,
  args: ReadonlyMap<string, string>,
  {
    session,
    signal,
    proplist,
    emit,
  }: Pick<RestCommand, 'session' | 'signal'> & {
    proplist?: readonly string[] | undefined;
    emit?: (row: Row) => void;
  },
): Promise<ApiResult> {
  return twin.backend.run(path, name, args, { session, signal, proplist, emit });
}

const isSettings = ({ spec }: Menu): boolean => spec.kind === 'settings';

async function getRows(twin: Twin, command: RestCommand): Promise<RestResult> {
  const place = findPlace(twin, command.path);
  if (place.menu.spec.kind === 'commands') throw new RestError(400, 'no such command');
  const filters = [...command.query].filter(([name]) => name !== '.proplist');
  const proplist = withId(command.query.get('.proplist')?.split(','));
  const queries = filters.map(([name, value]) => `?=${name}=${value}`);
  if (place.item !== undefined) return ok(await itemAt(twin, place, { proplist, queries: [] }, command));
  const rows = await rowsOf(twin, place.path, { proplist, queries }, command);
  // A CHR whose web server is up before the rest of it gives settings as a list (chr-facts 4).
  return ok(isSettings(place.menu) && twin.restIsReady() ? (rows[0] ?? {}) : rows);
}

async function itemAt(twin: Twin, place: RestPlace, choice: RowChoice, command: RestCommand): Promise<Row> {
  const { item = '' } = place;
  const word = item.startsWith('*') ? `?=.id=${item.toUpperCase()}` : `?=name=${item}`;
  const [row] = await rowsOf(twin, place.path, { ...choice, queries: [word] }, command);
  if (row === undefined) throw new RestError(404);
  return row;
}

/** The arguments of a command as the API takes them; `null` takes a property away. */
function argumentsOf(given: JsonObject, menu?: Menu): Map<string, string> {
  return new Map(
    Object.entries(given).flatMap(([name, value]) => {
      if (value === null || isUnsetting(menu, name, value)) return [[`!${name}`, ''] as const];
      return [[name, textOf(name, value)] as const];
    }),
  );
}

/** `""` for a property that cannot be empty. */
function isUnsetting(menu: Menu | undefined, name: string, value: unknown): boolean {
  const type = menu?.spec.properties[name]?.type;
  if (value !== '' || type === undefined) return false;
  try {
    return type.parse('') === undefined;
  } catch {
    return true;
  }
}

function requireCommand(twin: Twin, place: RestPlace, name: string): void {
  if (twin.menus.below(place.path)?.commands.includes(name) !== true)
    throw new RestError(406, `no such command or directory (${name})`);
}

const noIdentifier = (): RestError => new RestError(400, 'missing or invalid resource identifier');

async function addItem(twin: Twin, command: RestCommand): Promise<RestResult> {
  const place = findPlace(twin, command.path);
  if (place.item !== undefined) throw new RestError(400, missingText(twin, command.path));
  requireCommand(twin, place, 'add');
  const { ret = '' } = await ask(twin, place.path, 'add', argumentsOf(command.given), command);
  return { status: '201 Created', value: await itemAt(twin, { ...place, item: ret }, everything, command) };
}

const everything: RowChoice = { proplist: undefined, queries: [] };

async function setItem(twin: Twin, command: RestCommand): Promise<RestResult> {
  const place = findPlace(twin, command.path);
  if (place.item === undefined) throw noIdentifier();
  requireCommand(twin, place, 'set');
  const { '.id': id = '' } = await itemAt(twin, place, everything, command);
  const args = argumentsOf(command.given, place.menu);
  await ask(twin, place.path, 'set', new Map([...args, ['.id', id]]), command);
  return ok(await itemAt(twin, { ...place, item: id }, everything, command));
}

async function removeItem(twin: Twin, command: RestCommand): Promise<RestResult> {
  const place = findPlace(twin, command.path);
  if (place.item === undefined) throw noIdentifier();
  requireCommand(twin, place, 'remove');
  const { '.id': id = '' } = await itemAt(twin, place, everything, command);
  await ask(twin, place.path, 'remove', new Map([['.id', id]]), command);
  return { status: '204 No Content', value: undefined };
}

/** Any command: `POST /rest/ip/address/print`. */
async function runCommand(twin: Twin, command: RestCommand): Promise<RestResult> {
  const [path, name = ''] = [command.path.slice(0, -1), command.path.at(-1)];
  if (twin.menus.below(command.path) !== undefined) throw new RestError(400, 'no such command');
  if (twin.menus.below(path) === undefined) throw new RestError(400, missingText(twin, path));
  const menu = twin.menus.find(path);
  if (menu !== undefined && name === 'listen') return await neverAnswered(menu);
  if (menu !== undefined && (name === 'print' || name === 'getall')) return await printRows(twin, path, menu, command);
  const rows: Row[] = [];
  const emit = (row: Row): void => void rows.push(row);
  const args = argumentsOf(command.given);
  const result = await ask(twin, path, name, args, { ...command, emit });
  return ok(result.ret === undefined ? [...rows, ...(result.rows ?? [])] : { ret: result.ret });
}

async function printRows(twin: Twin, path: readonly string[], menu: Menu, command: RestCommand): Promise<RestResult> {
  const { '.query': query, '.proplist': names, 'count-only': counts, ...others } = command.given;
  const stranger = Object.keys(others).find((name) => name !== 'detail' && name !== 'stats');
  if (stranger !== undefined) throw new RestError(400, `unknown parameter ${stranger}`);
  const queries = (Array.isArray(query) ? (wordsOf('.query', query) ?? []) : []).map((word) => `?${word}`);
  const proplist = wordsOf('.proplist', names);
  const rows = await rowsOf(twin, path, { queries, proplist: isSettings(menu) ? proplist : withId(proplist) }, command);
  return ok(counts === undefined ? rows : { ret: String(rows.length) });
}

/** Seen: taken, and not one byte comes before the session is closed. */
async function neverAnswered(menu: Menu): Promise<never> {
  if (isSettings(menu)) throw new RestError(400, 'unknown parameter follow-only');
  return await new Promise<never>(() => undefined);
}

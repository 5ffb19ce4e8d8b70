import type { Row } from '../../routeros/api/sentence.ts';
import type { ParsedSentence } from '../../routeros/api/words.ts';
import type { ApiFlags } from './api-backend.ts';
import { matchesQuery, queriedProperty } from './api-query.ts';

/** What rows a client wants, and what of them. */
export interface RowChoice {
  readonly proplist: readonly string[] | undefined;
  readonly queries: readonly string[];
}

/** One command as the backend takes it. */
export interface ApiRequest extends RowChoice {
  readonly path: readonly string[];
  readonly command: string;
  readonly args: ReadonlyMap<string, string>;
  readonly flags: ApiFlags;
}

/** Undefined for a word that is no command path, as the `#` that node-routeros sends to keep a connection alive. */
export function readRequest(sentence: ParsedSentence): ApiRequest | undefined {
  const { name, attributes, queries } = sentence;
  if (!name.startsWith('/')) return undefined;
  const parts = name.split('/').slice(1);
  const last = parts.at(-1);
  if (last === undefined || parts.includes('')) return undefined;
  const isPrint = last === 'print' || last === 'getall' || last === 'listen';
  const own = isPrint ? printSwitches : commonSwitches;
  return {
    path: parts.slice(0, -1),
    command: isPrint ? 'print' : last,
    args: new Map([...attributes].filter(([argument]) => !own.has(argument))),
    proplist: attributes.get('.proplist')?.split(','),
    queries,
    flags: isPrint ? printFlags(attributes, last === 'listen') : noFlags,
  };
}

const commonSwitches = new Set(['.proplist']);
const printSwitches = new Set([
  '.proplist',
  'detail',
  'stats',
  'count-only',
  'follow',
  'follow-only',
  'interval',
  'without-paging',
  'oid',
]);

const noFlags: ApiFlags = { detail: false, stats: false, countOnly: false, follow: 'no', interval: undefined };

/** `listen` is `print follow-only` by another name. */
function printFlags(attributes: ReadonlyMap<string, string>, isListen: boolean): ApiFlags {
  return {
    detail: attributes.has('detail'),
    stats: attributes.has('stats'),
    countOnly: attributes.has('count-only'),
    follow: isListen || attributes.has('follow-only') ? 'only' : attributes.has('follow') ? 'yes' : 'no',
    interval: attributes.get('interval'),
  };
}

/** Does it go on until it is cancelled? */
export const isEndless = ({ flags }: ApiRequest): boolean => flags.follow !== 'no' || flags.interval !== undefined;

/** What a row must have for the queries to be answered and the wanted properties to be sent; undefined: everything. */
export function neededProperties({ queries, proplist }: RowChoice): readonly string[] | undefined {
  if (proplist === undefined) return undefined;
  return [...new Set([...proplist, ...queries.flatMap(queriedProperty)])];
}

/** The rows that the client asked for. */
export function matchingRows({ queries }: RowChoice, rows: readonly Row[]): readonly Row[] {
  return queries.length === 0 ? rows : rows.filter((row) => matchesQuery(queries, row));
}

/** A row with the properties that the client asked for. An unset property is left out. */
export function pick(row: Row, names: readonly string[] | undefined): Row {
  if (names === undefined) return row;
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = row[name];
      return value === undefined || !Object.hasOwn(row, name) ? [] : [[name, value] as const];
    }),
  );
}

/** The rows that the client asked for, with the properties it asked for. */
export function selectRows(choice: RowChoice, rows: readonly Row[]): Row[] {
  return matchingRows(choice, rows).map((row) => pick(row, choice.proplist));
}

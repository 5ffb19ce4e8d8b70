import type { Row } from '../../routeros/api/sentence.ts';
import type { ParsedSentence } from '../../routeros/api/words.ts';
import type { ApiFlags } from './api-backend.ts';
import { matchesQuery, queriedProperty } from './api-query.ts';

/** One command as the backend takes it. */
export interface ApiRequest {
  readonly path: readonly string[];
  readonly command: string;
  readonly args: ReadonlyMap<string, string>;
  readonly proplist: readonly string[] | undefined;
  readonly queries: readonly string[];
  readonly flags: ApiFlags;
}

/** Undefined for a word that is no command path, as the `#` that node-routeros sends to keep a connection alive. */
export function readRequest(sentence: ParsedSentence): ApiRequest | undefined {
  const { name, attributes, queries } = sentence;
  if (!name.startsWith('/')) return undefined;
  const parts = name.split('/').slice(1);
  const last = parts.at(-1);
  if (last === undefined || parts.includes('')) return undefined;
  const command = last === 'getall' ? 'print' : last;
  const isPrint = command === 'print';
  const own = new Set(['.proplist', ...(isPrint ? printSwitches : [])]);
  return {
    path: parts.slice(0, -1),
    command,
    args: new Map([...attributes].filter(([argument]) => !own.has(argument))),
    proplist: attributes.get('.proplist')?.split(','),
    queries,
    flags: {
      detail: isPrint && attributes.has('detail'),
      stats: isPrint && attributes.has('stats'),
      countOnly: isPrint && attributes.has('count-only'),
    },
  };
}

const printSwitches = ['detail', 'stats', 'count-only'];

/** What a row must have for the queries to be answered and the wanted properties to be sent; undefined: everything. */
export function neededProperties({ queries, proplist }: ApiRequest): readonly string[] | undefined {
  if (proplist === undefined) return undefined;
  return [...new Set([...proplist, ...queries.flatMap(queriedProperty)])];
}

/** The rows that the client asked for, with the properties it asked for. An unset property is left out. */
export function selectRows(request: ApiRequest, rows: readonly Row[]): Row[] {
  const { queries, proplist } = request;
  const wanted = queries.length === 0 ? rows : rows.filter((row) => matchesQuery(queries, row));
  return proplist === undefined ? [...wanted] : wanted.map((row) => pick(row, proplist));
}

function pick(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = row[name];
      return value === undefined || !Object.hasOwn(row, name) ? [] : [[name, value] as const];
    }),
  );
}

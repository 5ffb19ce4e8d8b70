import { formatDuration, parseDuration } from '../../routeros/duration.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import type { DynamicEntry } from '../kernel/address-sets.ts';
import { longestTimeoutSeconds, setMembers } from '../kernel/address-sets.ts';
import { refused } from '../kernel/matchers.ts';
import { addressRange } from '../menu/address-types.ts';
import { duration } from '../menu/duration-types.ts';
import type { IdSource } from '../menu/menu.ts';
import type { Item, MenuSpec, Props, Row } from '../menu/menu-spec.ts';
import { boolean, filledWord, text, word } from '../menu/property-type.ts';
import { dateTimeText } from '../time/date-text.ts';
import type { Twin } from '../twin.ts';
import { disabledDynamic } from './flag-orders.ts';

interface Beginning {
  readonly id: string;
  readonly creationTime: string;
  readonly comment: string | undefined;
}

/** Beginning and id of what rules put on the lists: the kernel knows neither. */
export class EntryBook {
  readonly #twin: Twin;
  readonly #ids: IdSource;
  readonly #known = new Map<string, Beginning>();

  constructor(twin: Twin, ids: IdSource) {
    this.#twin = twin;
    this.#ids = ids;
  }

  begin(list: string, address: string, comment?: string): void {
    const creationTime = dateTimeText(this.#twin.clock.wallMs, this.#twin.version);
    this.#known.set(`${list} ${address}`, { id: this.#ids.next(), creationTime, comment });
  }

  comment(list: string, address: string, comment: string): void {
    this.#known.set(`${list} ${address}`, { ...this.#of(list, address), comment });
  }

  /** What has ended is forgotten, so that it begins anew next time. */
  rows(entries: readonly DynamicEntry[]): Row[] {
    const present = new Set(entries.map(({ list, address }) => `${list} ${address}`));
    for (const key of this.#known.keys()) if (!present.has(key)) this.#known.delete(key);
    return entries
      .map((entry) => ({ entry, known: this.#of(entry.list, entry.address) }))
      .map(({ entry, known }) => ({
        id: known.id,
        dynamic: true,
        props: {
          list: entry.list,
          address: entry.address,
          'creation-time': known.creationTime,
          ...(entry.remainingSeconds === undefined ? {} : { timeout: formatDuration(entry.remainingSeconds * 1000) }),
          ...(known.comment === undefined ? {} : { comment: known.comment }),
          disabled: 'no',
        },
      }));
  }

  #of(list: string, address: string): Beginning {
    const key = `${list} ${address}`;
    if (!this.#known.has(key)) this.begin(list, address);
    const known = this.#known.get(key);
    if (known === undefined) throw new Error(`entry ${key} has no beginning`);
    return known;
  }
}

const alreadyThere = (): RouterosError =>
  new RouterosError('failure: already have such entry', { category: trapCategories.general });

export function addressLists(twin: Twin): MenuSpec {
  let dynamic: readonly Row[] = [];
  const created = new Map<string, string>();
  const isTaken = ({ list, address }: Props, before: Item | undefined): boolean =>
    twin.menus
      .get('ip firewall address-list')
      .items.some((item) => item.id !== before?.id && item.props['list'] === list && item.props['address'] === address);
  return {
    path: 'ip firewall address-list',
    kind: 'list',
    columns: ['list', 'address', 'creation-time', 'timeout'],
    flags: disabledDynamic(twin.version),
    touches: ['firewall'],
    // Creation order, dynamic mixed with static (firewall-facts 2.3).
    inOrderOfIds: true,
    properties: {
      list: { type: filledWord, required: true },
      address: { type: addressRange, required: true },
      timeout: { type: duration },
      'creation-time': { type: word, readonly: true },
      comment: { type: text },
      disabled: { type: boolean, default: 'no' },
    },
    check: (props, before) => {
      if (isTaken(props, before)) throw alreadyThere();
      if (props['timeout'] === undefined) return;
      if (setMembers(props['address'] ?? '').length !== 1) throw refused(`a timeout on ${props['address']}`);
      if (props['disabled'] === 'yes') throw refused('a timeout on a disabled entry');
    },
    refresh: async () => {
      await twin.flushLog();
      dynamic = twin.entries.rows(await twin.sets.entries());
    },
    computed: (item) => ({ 'creation-time': created.get(item.id) ?? '' }),
    dynamicRows: () => dynamic,
    setDynamic: (row, given) => changeDynamic(twin, row, given),
    removeDynamic: async ({ props }) => twin.sets.removeDynamic(props['list'] ?? '', props['address'] ?? ''),
    afterAdd: async (item) => {
      created.set(item.id, dateTimeText(twin.clock.wallMs, twin.version));
      await refuseIfDynamic(twin, item);
      if (item.props['timeout'] !== undefined) await makeDynamic(twin, item);
    },
    afterSet: async (item) => {
      if (item.props['timeout'] !== undefined) await makeDynamic(twin, item);
    },
  };
}

const keptSeconds = (timeout: string): number => {
  const seconds = Math.ceil((parseDuration(timeout) ?? 0) / 1000);
  if (seconds > longestTimeoutSeconds) throw refused(`a timeout of more than ${longestTimeoutSeconds} seconds`);
  return seconds;
};

/** An entry of a rule can be given another time and a comment. */
async function changeDynamic(twin: Twin, { props }: Row, given: Props): Promise<void> {
  const { list = '', address = '' } = props;
  const { timeout, comment, ...others } = given;
  const [other] = Object.keys(others);
  if (other !== undefined) throw refused(`another ${other} for a dynamic entry`);
  if (timeout !== undefined) await twin.sets.addDynamic(list, address, keptSeconds(timeout));
  if (comment !== undefined) twin.entries.comment(list, address, comment);
}

const takeBack = (twin: Twin, { id, props }: Item): Promise<void> =>
  twin.menus.get('ip firewall address-list').remove({ id, props, dynamic: false });

/** Also what a rule has put on the list is there already (firewall-facts 2.1). */
async function refuseIfDynamic(twin: Twin, item: Item): Promise<void> {
  const { list, address } = item.props;
  const isThere = (await twin.sets.entries()).some((entry) => entry.list === list && entry.address === address);
  if (!isThere) return;
  await takeBack(twin, item);
  throw alreadyThere();
}

/** An entry with a timeout is dynamic and no part of the configuration (firewall-facts 2.1). */
async function makeDynamic(twin: Twin, item: Item): Promise<void> {
  const { list = '', address = '', timeout = '', comment } = item.props;
  await takeBack(twin, item);
  const seconds = keptSeconds(timeout);
  await twin.commit();
  await twin.ensureList(list);
  await twin.sets.addDynamic(list, address, seconds);
  twin.entries.begin(list, address, comment);
}

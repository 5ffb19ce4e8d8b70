import { quoteValue } from '../../routeros/export-text.ts';
import { nothing } from '../../routeros/value.ts';
import type { HistoryAction, RecordedChange } from '../console/history.ts';
import { inverse } from '../menu/menu-change.ts';
import type { ActionSpec, Item, MenuSpec, Row } from '../menu/menu-spec.ts';
import { text, word } from '../menu/property-type.ts';
import { dateTimeText } from '../time/date-text.ts';
import type { Twin } from '../twin.ts';

/** `/system history`: what was changed, the last first (MikroTik's manual, "Configuration Management"). */
export function history(twin: Twin): MenuSpec {
  const readonly = { type: word, readonly: true } as const;
  const quoted = { type: text, readonly: true } as const;
  return {
    path: 'system history',
    kind: 'list',
    fixed: true,
    noSet: true,
    neverExported: true,
    numbers: 'none',
    columns: ['action', 'by', 'policy'],
    flags: [
      [
        { letter: 'U', name: 'undoable' },
        { letter: 'R', name: 'redoable' },
        { letter: 'F', name: 'floating-undo' },
      ],
    ],
    properties: { redo: readonly, undo: readonly, action: quoted, by: quoted, policy: readonly, time: readonly },
    dynamicRows: () => twin.history.actions.toReversed().map((action) => actionRow(twin, action)),
  };
}

function actionRow({ version }: Twin, { id, text: action, by, wallMs, changes, state }: HistoryAction): Row {
  const undone = changes.toReversed().map(({ menu, change }) => ({ menu, change: inverse(change) }));
  return {
    id,
    dynamic: false,
    props: {
      redo: changes.map(commandOf).join('; '),
      undo: undone.map(commandOf).join('; '),
      action,
      by,
      policy: 'write',
      time: dateTimeText(wallMs, version),
      [state === 'floating' ? 'floating-undo' : state]: 'yes',
    },
  };
}

/** The command that makes a change; secrets are not told. */
function commandOf({ menu, change }: RecordedChange): string {
  const path = `/${menu.spec.path}`;
  const told = (entries: readonly (readonly [string, string])[]): string =>
    words(entries.filter(([name]) => menu.spec.properties[name]?.sensitive !== true));
  switch (change.kind) {
    case 'added':
      return `${path} add ${told(Object.entries(change.item.props))}`;
    case 'removed':
      return `${path} remove ${change.item.id}`;
    case 'ordered':
      return `${path} move`;
    case 'changed': {
      const called = menu.spec.kind === 'settings' ? '' : ` ${change.item.id}`;
      return `${path} set${called} ${told(differences(change.item, change.was))}`;
    }
  }
}

const differences = (item: Item, was: Item): [string, string][] => [
  ...Object.entries(item.props).filter(([name, value]) => was.props[name] !== value),
  ...Object.keys(was.props).flatMap((name): [string, string][] => (name in item.props ? [] : [[`!${name}`, '']])),
];

const words = (entries: readonly (readonly [string, string])[]): string =>
  entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (name.startsWith('!') ? name : `${name}=${quoteValue(value)}`))
    .join(' ');

/** `/undo`, `/redo` */
export function historyCommand(work: () => Promise<void>): ActionSpec {
  return {
    params: [],
    run: async () => {
      await work();
      return nothing;
    },
  };
}

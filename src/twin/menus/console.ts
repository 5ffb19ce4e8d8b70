import { toPropertyText } from '../../routeros/to-text.ts';
import { keyed, list, nothing, str } from '../../routeros/value.ts';
import { ConsoleNames } from '../completion/console-names.ts';
import type { InspectRow } from '../completion/inspect.ts';
import { inspect } from '../completion/inspect.ts';
import type { ActionCall, MenuSpec } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';

/** `/console`: what editors ask to colour and complete what somebody types. */
export function consoleMenu(twin: Twin): MenuSpec {
  return {
    path: 'console',
    kind: 'commands',
    properties: {},
    actions: {
      inspect: {
        params: ['request', 'input', 'path', 'as-value', 'without-paging'],
        switches: ['as-value', 'without-paging'],
        run: async (call) => {
          const rows = answers(twin, call);
          if (!call.asValue) call.print(rows.map(line).join(''));
          return call.asValue ? list(rows.map(value)) : nothing;
        },
      },
    },
  };
}

function answers(twin: Twin, { args }: ActionCall): readonly InspectRow[] {
  const asked = (name: string): string => toPropertyText(args.get(name) ?? nothing);
  const question = {
    input: asked('input'),
    path: asked('path')
      .split(/[,;/ ]/)
      .filter((part) => part !== ''),
    names: new ConsoleNames(twin.menus, twin.version.major === 6 ? '6.49' : '7'),
    globals: twin.scripts.globals().map(({ name }) => name),
  };
  return asked('request')
    .split(',')
    .flatMap((request) => inspect(request, question));
}

const value = (row: InspectRow): ReturnType<typeof keyed> =>
  keyed(Object.entries(row).map(([name, text]) => [name, str(text)] as const));

const line = (row: InspectRow): string =>
  `${Object.entries(row)
    .map(([name, text]) => `${name}=${/^[\w-]+$/.test(text) ? text : JSON.stringify(text)}`)
    .join(' ')}\n`;

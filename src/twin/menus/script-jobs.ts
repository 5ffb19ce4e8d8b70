import type { ActiveSession } from '../accounts/session.ts';
import type { MenuSpec, Row } from '../menu/menu-spec.ts';
import { text, word } from '../menu/property-type.ts';
import type { ScriptJob } from '../script-jobs.ts';
import { dateTimeText } from '../time/date-text.ts';
import type { Twin } from '../twin.ts';

/** `/system script job`: terminals, and the scripts that run; `remove` ends them. */
export function scriptJobs(twin: Twin): MenuSpec {
  return {
    path: 'system script job',
    kind: 'list',
    fixed: true,
    noSet: true,
    neverExported: true,
    columns: ['script', 'owner', 'type', 'started'],
    properties: {
      script: { type: text, readonly: true },
      owner: { type: text, readonly: true },
      type: { type: word, readonly: true },
      started: { type: word, readonly: true },
      trace: { type: text, readonly: true },
      parent: { type: word, readonly: true },
    },
    dynamicRows: () => [
      ...twin.accounts.active.filter(hasTerminal).map((session) => terminalRow(twin, session)),
      ...twin.scripts.jobs.all.map((job) => jobRow(twin, job)),
    ],
    removeDynamic: async ({ id }) => {
      twin.accounts.active.find((session) => terminalId(session) === id)?.end?.();
      twin.scripts.jobs.end(id);
    },
  };
}

const hasTerminal = ({ via }: ActiveSession): boolean => via === 'ssh' || via === 'telnet' || via === 'console';

/** Apart from those of scripts, which count from 1. */
const terminalId = ({ id }: ActiveSession): string => `*8${id.slice(1).padStart(7, '0')}`;

function terminalRow({ version }: Twin, session: ActiveSession): Row {
  const started = dateTimeText(session.sinceMs, version);
  const props = { type: 'login', owner: session.user, started, trace: `console:${session.user}` };
  return { id: terminalId(session), dynamic: true, props };
}

function jobRow({ version }: Twin, { id, script, owner, startedMs, trace, parent }: ScriptJob): Row {
  const props = { type: 'command', owner, started: dateTimeText(startedMs, version), trace };
  const named = { ...(script === undefined ? {} : { script }), ...(parent === undefined ? {} : { parent }) };
  return { id, dynamic: true, props: { ...named, ...props } };
}

/** `/system script environment`: the global variables. From 7 on they can be set there. */
export function environment(twin: Twin): MenuSpec {
  const isMajor7 = twin.version.major > 6;
  return {
    path: 'system script environment',
    kind: 'list',
    fixed: true,
    ...(isMajor7 ? {} : { noSet: true }),
    key: 'name',
    neverExported: true,
    columns: ['name', 'value'],
    properties: { name: { type: text, readonly: true }, value: { type: text, readonly: !isMajor7 } },
    dynamicRows: () =>
      twin.scripts.globals().map(({ id, name, value }): Row => ({ id, dynamic: true, props: { name, value } })),
    setDynamic: async ({ props }, { value }) => {
      if (value !== undefined) twin.scripts.setGlobal(props['name'] ?? '', value);
    },
    removeDynamic: async ({ props }) => twin.scripts.removeGlobal(props['name'] ?? ''),
  };
}

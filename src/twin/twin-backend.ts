import type { Row as ApiRow } from '../routeros/api/sentence.ts';
import type { DeviceCall } from '../routeros/device.ts';
import { RouterosError, trapCategories } from '../routeros/routeros-error.ts';
import { toText } from '../routeros/to-text.ts';
import type { ArrayValue } from '../routeros/value.ts';
import { str } from '../routeros/value.ts';
import type { Peer, Session } from './accounts/session.ts';
import { ConsoleDevice } from './console/console-device.ts';
import { withoutSecrets } from './console/secrets.ts';
import type { Menu } from './menu/menu.ts';
import type { Row } from './menu/menu-spec.ts';
import type { ApiBackend, ApiCall, ApiResult, LoginProof } from './services/api-backend.ts';
import { requirePolicy } from './services/api-policy.ts';
import type { Twin } from './twin.ts';

/** The menus as the binary API and REST show them. */
export class TwinBackend implements ApiBackend {
  readonly #twin: Twin;

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  logIn(user: string, proof: LoginProof, from: Peer): Session | undefined {
    const { accounts } = this.#twin;
    if (typeof proof === 'string') return accounts.logIn(user, proof, from);
    const password = this.#passwordOf(user);
    if (password !== undefined && proof(password)) return accounts.logIn(user, password, from);
    accounts.refuse(user, from);
    return undefined;
  }

  #passwordOf(user: string): string | undefined {
    const found = this.#twin.menus.get('user').items.find(({ props }) => props['name'] === user);
    return found === undefined ? undefined : (found.props['password'] ?? '');
  }

  async run(
    path: readonly string[],
    command: string,
    args: ReadonlyMap<string, string>,
    options: ApiCall,
  ): Promise<ApiResult> {
    const { user, policies } = options.session;
    requirePolicy(options.session, path, command);
    if (path.length === 0 && command === 'execute') return this.#execute(args, options);
    const device = new ConsoleDevice(this.#twin, { user, policies, session: options.session });
    const menu = this.#known(device, path, command, args);
    if (command === 'print' && menu !== undefined) return this.#print(menu, options);
    const printed: string[] = [];
    const isAction = menu?.spec.actions?.[command] !== undefined;
    const itemArgument = device.parameters(path, command)?.names.includes('number') === true ? 'number' : 'numbers';
    const call = { ...deviceCall(path, command, args, { ...options, printed, itemArgument }), asValue: isAction };
    const value = await device.run(call).catch(withoutPosition);
    await this.#twin.commit();
    if (isAction && value.type === 'array') return { rows: apiRows(value) };
    if (value.type !== 'nothing' && value.type !== 'nil') return { ret: toText(value) };
    return printed.length === 0 || command === 'import' ? {} : { ret: printed.join('') };
  }

  #known(
    device: ConsoleDevice,
    path: readonly string[],
    command: string,
    args: ReadonlyMap<string, string>,
  ): Menu | undefined {
    if (device.menu(path) === undefined)
      throw new RouterosError('no such command prefix', { category: trapCategories.missing });
    const parameters = device.parameters(path, command);
    if (parameters === undefined) throw new RouterosError('no such command', { category: trapCategories.missing });
    for (const name of args.keys()) {
      if (name !== '.id' && !parameters.names.includes(name.replace(/^!/, ''))) {
        throw this.#unknown(name);
      }
    }
    return this.#twin.menus.find(path);
  }

  /** `as-string` came with 7; the harness uses it whatever it plays, and reads plain lines. */
  async #execute(args: ReadonlyMap<string, string>, { signal, session }: ApiCall): Promise<ApiResult> {
    const { user, management, policies } = session;
    const text = args.get('script') ?? '';
    if (!args.has('as-string')) return { ret: toText(this.#twin.scripts.execute(text, { user, policies })) };
    if (management !== true && this.#twin.version.major === 6) throw this.#unknown('as-string');
    const printed: string[] = [];
    const context = { user, policies, session, signal, print: (line: string) => printed.push(line) };
    await this.#twin.scripts.runText({ name: 'execute', text }, context);
    const output = printed.join('');
    return { ret: management === true ? output : output.replace(/\r?\n/g, '\r\n') };
  }

  #unknown(parameter: string): RouterosError {
    const text = this.#twin.version.major === 6 ? 'unknown parameter' : `unknown parameter ${parameter}`;
    return new RouterosError(text, { category: trapCategories.missing });
  }

  async #print(menu: Menu, { proplist, session }: ApiCall): Promise<ApiResult> {
    await this.#twin.commit();
    const wanted = proplist === undefined ? undefined : new Set(proplist);
    const hides = session.management !== true && !session.policies.has('sensitive');
    const rows = (await menu.rows()).map((row) => apiRow(menu, hides ? withoutSecrets(menu, row) : row, wanted));
    return { rows, isSettings: menu.spec.kind === 'settings' };
  }
}

/** Booleans are `true` and `false`, ids come first, flags are there when the menu has them (api-facts 2). */
function apiRow(menu: Menu, row: Row, wanted: ReadonlySet<string> | undefined): ApiRow {
  const { kind, properties } = menu.spec;
  const words: Record<string, string> = {};
  if (kind === 'list') words['.id'] = row.id;
  for (const [name, value] of Object.entries(row.props)) {
    words[name] = properties[name]?.type.api?.(value) ?? value;
  }
  for (const { name } of (menu.spec.flags ?? []).flat()) {
    words[name] =
      name === 'dynamic'
        ? String(row.dynamic)
        : name === 'invalid'
          ? String(row.invalid !== undefined)
          : flagWord(words[name]);
  }
  if (words['comment'] === '') delete words['comment'];
  if (wanted === undefined) return words;
  return Object.fromEntries(Object.entries(words).filter(([name]) => wanted.has(name)));
}

/** Flags that are kept as `yes` are booleans here like all others. */
const flagWord = (kept = 'false'): string => ({ yes: 'true', no: 'false' })[kept] ?? kept;

/** A sentence has no lines: only what a script in it says has a place. */
function withoutPosition(error: unknown): never {
  if (!(error instanceof RouterosError) || error.line !== 0) throw error;
  throw new RouterosError(error.message, { category: error.category });
}

/** What a command gives back as records: a list of them, or one. */
function apiRows(value: ArrayValue): ApiRow[] {
  if (value.keyed.size > 0) return [Object.fromEntries([...value.keyed].map(([name, item]) => [name, toText(item)]))];
  return value.list.flatMap((item) => (item.type === 'array' ? apiRows(item) : [{ ret: toText(item) }]));
}

function deviceCall(
  path: readonly string[],
  command: string,
  args: ReadonlyMap<string, string>,
  {
    signal,
    emit,
    session,
    printed,
    itemArgument,
  }: ApiCall & { readonly printed: string[]; readonly itemArgument: string },
): DeviceCall & Pick<ApiCall, 'emit' | 'session'> {
  const given = [...args].filter(([name]) => !name.startsWith('!'));
  return {
    path,
    command,
    args: new Map(given.map(([name, value]) => [name === '.id' ? itemArgument : name, str(value)] as const)),
    // `=!src-address=`: as `!src-address` in the console.
    unset: [...args.keys()].flatMap((name) => (name.startsWith('!') ? [name.slice(1)] : [])),
    asValue: false,
    print: (text) => printed.push(text),
    signal,
    emit,
    session,
    position: { line: 0, column: 0, arg: () => undefined },
  };
}

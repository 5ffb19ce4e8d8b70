import type { Row as ApiRow } from '../routeros/api/sentence.ts';
import type { DeviceCall } from '../routeros/device.ts';
import { RouterosError, trapCategories } from '../routeros/routeros-error.ts';
import { toText } from '../routeros/to-text.ts';
import { str } from '../routeros/value.ts';
import { ConsoleDevice } from './console/console-device.ts';
import type { Menu } from './menu/menu.ts';
import type { Row } from './menu/menu-spec.ts';
import type { ApiBackend, ApiCall, ApiPeer, ApiResult } from './services/api-backend.ts';
import type { Twin } from './twin.ts';

/** The menus as the binary API shows them. */
export class TwinBackend implements ApiBackend {
  readonly #twin: Twin;

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  authenticate(user: string, password: string, { address, via }: ApiPeer): boolean {
    const account = this.#twin.menus
      .get('user')
      .items.find(({ props }) => props['name'] === user && props['disabled'] !== 'yes');
    const good = account !== undefined && (account.props['password'] ?? '') === password;
    // The harness comes over the router's own loopback: it is no event of the lab.
    if (address === '127.0.0.1') return good;
    if (good) this.#twin.log.write(['system', 'info', 'account'], `user ${user} logged in from ${address} via ${via}`);
    else
      this.#twin.log.write(
        ['system', 'error', 'critical'],
        `login failure for user ${user} from ${address} via ${via}`,
      );
    return good;
  }

  loggedOut(user: string, { address, via }: ApiPeer): void {
    if (address !== '127.0.0.1')
      this.#twin.log.write(['system', 'info', 'account'], `user ${user} logged out from ${address} via ${via}`);
  }

  async run(
    path: readonly string[],
    command: string,
    args: ReadonlyMap<string, string>,
    options: ApiCall,
  ): Promise<ApiResult> {
    if (path.length === 0 && command === 'execute') return this.#execute(args, options);
    const name = command === 'getall' ? 'print' : command;
    const device = new ConsoleDevice(this.#twin, options.from.user);
    const menu = this.#known(device, path, name, args);
    if (name === 'print' && menu !== undefined) return this.#print(menu, options);
    const printed: string[] = [];
    const value = await device.run(deviceCall(path, name, args, options.signal, printed));
    await this.#twin.commit();
    if (name === 'add' || name === 'get') return { ret: toText(value) };
    return printed.length === 0 || name === 'import' ? {} : { ret: printed.join('') };
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
      if (name !== '.id' && !parameters.names.includes(name)) {
        throw new RouterosError(this.#twin.version.major === 6 ? 'unknown parameter' : `unknown parameter ${name}`, {
          category: trapCategories.missing,
        });
      }
    }
    return this.#twin.menus.find(path);
  }

  async #execute(args: ReadonlyMap<string, string>, { signal, from }: ApiCall): Promise<ApiResult> {
    const text = args.get('script') ?? '';
    if (!args.has('as-string')) return { ret: toText(this.#twin.scripts.execute(text, from.user)) };
    const printed: string[] = [];
    await this.#twin.scripts.runText(
      { name: 'execute', text },
      { user: from.user, signal, print: (line) => printed.push(line) },
    );
    return { ret: printed.join('') };
  }

  async #print(menu: Menu, { proplist }: ApiCall): Promise<ApiResult> {
    await this.#twin.commit();
    const wanted = proplist === undefined ? undefined : new Set(proplist);
    return { rows: (await menu.rows()).map((row) => apiRow(menu, row, wanted)) };
  }
}

/** Booleans are `true` and `false`, ids come first, flags are there when the menu has them (api-facts 2). */
function apiRow(menu: Menu, row: Row, wanted: ReadonlySet<string> | undefined): ApiRow {
  const words: Record<string, string> = {};
  if (menu.spec.kind === 'list') words['.id'] = row.id;
  for (const [name, value] of Object.entries(row.props))
    words[name] = menu.spec.properties[name]?.type.api?.(value) ?? value;
  for (const { name } of (menu.spec.flags ?? []).flat()) {
    words[name] =
      name === 'dynamic'
        ? String(row.dynamic)
        : name === 'invalid'
          ? String(row.invalid !== undefined)
          : (words[name] ?? 'false');
  }
  if (words['comment'] === '') delete words['comment'];
  if (wanted === undefined) return words;
  return Object.fromEntries(Object.entries(words).filter(([name]) => wanted.has(name)));
}

function deviceCall(
  path: readonly string[],
  command: string,
  args: ReadonlyMap<string, string>,
  signal: AbortSignal,
  printed: string[],
): DeviceCall {
  const values = new Map([...args].map(([name, value]) => [name === '.id' ? 'numbers' : name, str(value)] as const));
  return {
    path,
    command,
    args: values,
    unset: [],
    asValue: false,
    print: (text) => printed.push(text),
    signal,
    position: { line: 0, column: 0, arg: () => undefined },
  };
}

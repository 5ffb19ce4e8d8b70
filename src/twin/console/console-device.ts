import { bytesOfText, textOfBytes } from '../../routeros/byte-text.ts';
import type { CommandParameters, Device, DeviceCall, MenuNames, ResolveOptions } from '../../routeros/device.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import { nothing } from '../../routeros/value.ts';
import { requirePolicy } from '../accounts/needed-policy.ts';
import type { Policy } from '../accounts/policy.ts';
import type { Session } from '../accounts/session.ts';
import { changeNote } from '../logging/change-log.ts';
import type { Menu } from '../menu/menu.ts';
import type { JobOrigin } from '../script-jobs.ts';
import { dateTimeText } from '../time/date-text.ts';
import type { Activity } from '../time/twin-clock.ts';
import type { Keyboard } from '../tools/keyboard.ts';
import type { Twin } from '../twin.ts';
import { exportMenus } from './export-menus.ts';
import { runItemCommand } from './item-commands.ts';
import type { LastPrint } from './item-numbers.ts';
import { callsOnlyItems } from './item-numbers.ts';

/** Commands that only write down what is to be: the kernel follows when the whole line or file is done. */
const writing = new Set(['add', 'set', 'reset', 'unset', 'enable', 'disable', 'comment', 'move']);

/** Dynamic rows are the kernel's: taking one away is more than writing. */
const onlyWrites = (menu: Menu, { command, args }: DeviceCall): boolean =>
  writing.has(command) || (command === 'remove' && callsOnlyItems(menu, args.get('numbers')));

/** Who is at the console, and what it may do there. */
export interface DeviceContext {
  readonly user: string;
  readonly session?: Session | undefined;
  /** Without it, everything. */
  readonly policies?: ReadonlySet<Policy> | undefined;
  /** Of the script that this session is; a single command has none. */
  readonly activity?: Activity | undefined;
  readonly lastPrint?: LastPrint | undefined;
  /** Takes what `print` shows, to be shown page by page. */
  readonly page?: ((text: string) => void) | undefined;
  readonly keyboard?: Keyboard | undefined;
  /** Of the script that this is a line of. */
  readonly job?: JobOrigin | undefined;
}

/** The router as one console session of one user sees it. */
export class ConsoleDevice implements Device {
  readonly #twin: Twin;
  readonly #context: DeviceContext;
  readonly #lastPrint: LastPrint;

  constructor(twin: Twin, context: DeviceContext) {
    this.#twin = twin;
    this.#context = context;
    this.#lastPrint = context.lastPrint ?? new Map();
  }

  menu(path: readonly string[]): MenuNames | undefined {
    return this.#twin.menus.below(path);
  }

  parameters(path: readonly string[], command: string): CommandParameters | undefined {
    return this.#twin.menus.parameters(path, command);
  }

  async run(given: DeviceCall): Promise<Value> {
    const call = this.#paged(given);
    const { policies } = this.#context;
    if (policies !== undefined) requirePolicy(policies, call.path, call.command);
    if (call.command === 'export') return this.#export(call);
    const menu = this.#twin.menus.find(call.path);
    if (menu === undefined) throw new RouterosError('no such command prefix', { category: trapCategories.missing });
    // What cannot be enacted is said at the end of the line or file; until then it can be looked at and taken away.
    if (!onlyWrites(menu, call)) await this.#twin.commit().catch(() => undefined);
    const action = menu.spec.actions?.[call.command];
    if (action !== undefined) return action.run({ ...call, ...this.#context, activity: this.#context.activity });
    const place = { twin: this.#twin, menu, lastPrint: this.#lastPrint };
    const note = await changeNote(place, call, this.#context);
    const value = await runItemCommand(menu, call, { version: this.#twin.version, lastPrint: this.#lastPrint });
    note?.(value);
    return value;
  }

  /** A list that is printed for somebody to read stops when the screen is full. */
  #paged(call: DeviceCall): DeviceCall {
    const { page } = this.#context;
    const goesOn = ['without-paging', 'follow', 'follow-only', 'interval'].some((name) => call.args.has(name));
    return page === undefined || call.command !== 'print' || call.asValue || goesOn ? call : { ...call, print: page };
  }

  async #export(call: DeviceCall): Promise<Value> {
    const has = (name: string): boolean => call.args.has(name);
    const { version, clock, menus } = this.#twin;
    const options = {
      verbose: has('verbose'),
      terse: has('terse'),
      hideSensitive: has('hide-sensitive') || !this.#seesSecrets || (version.major > 6 && !has('show-sensitive')),
    };
    const text = exportMenus(menus, call.path, { version, date: dateTimeText(clock.wallMs, version), options });
    const file = call.args.get('file');
    if (file === undefined) call.print(text);
    else this.#twin.files.write(`${toPropertyText(file).replace(/\.rsc$/, '')}.rsc`, bytesOfText(text));
    return nothing;
  }

  async delay(ms: number, signal: AbortSignal): Promise<void> {
    await this.#twin.commit();
    await this.#context.activity?.delay(ms, signal);
  }

  get #seesSecrets(): boolean {
    return this.#context.policies?.has('sensitive') ?? true;
  }

  resolve(name: string, server: string | undefined, options?: ResolveOptions): Promise<Value> {
    return this.#twin.resolver.resolveValue(name, server, options);
  }

  async execute(script: string, file?: string): Promise<Value> {
    return this.#twin.scripts.execute(script, { ...this.#context, file });
  }

  async writeFile(name: string, text: string): Promise<void> {
    this.#twin.files.write(name, bytesOfText(text));
  }

  async readFile(name: string): Promise<string | undefined> {
    const file = this.#twin.files.find(name);
    return file === undefined || file.isDirectory ? undefined : textOfBytes(file.bytes);
  }

  timestamp(): bigint {
    const { wallMs, zoneOffsetMs } = this.#twin.clock;
    return BigInt(Math.round((wallMs - zoneOffsetMs) * 1000)) * 1000n;
  }
}

import { bytesOfText } from '../../routeros/byte-text.ts';
import type { CommandParameters, Device, DeviceCall, MenuNames, ResolveOptions } from '../../routeros/device.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import { nothing } from '../../routeros/value.ts';
import type { Menu } from '../menu/menu.ts';
import { dateTimeText } from '../time/date-text.ts';
import type { Activity } from '../time/twin-clock.ts';
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

/** The router as one console session of one user sees it. */
export class ConsoleDevice implements Device {
  readonly #twin: Twin;
  readonly #user: string;
  readonly #activity: Activity | undefined;
  readonly #lastPrint: LastPrint = new Map();

  /** `activity`: of the script that this session is; a single command has none. */
  constructor(twin: Twin, user: string, activity?: Activity) {
    this.#twin = twin;
    this.#user = user;
    this.#activity = activity;
  }

  menu(path: readonly string[]): MenuNames | undefined {
    return this.#twin.menus.below(path);
  }

  parameters(path: readonly string[], command: string): CommandParameters | undefined {
    return this.#twin.menus.parameters(path, command);
  }

  async run(call: DeviceCall): Promise<Value> {
    if (call.command === 'export') return this.#export(call);
    const menu = this.#twin.menus.find(call.path);
    if (menu === undefined) throw new RouterosError('no such command prefix', { category: trapCategories.missing });
    // What cannot be enacted is said at the end of the line or file; until then it can be looked at and taken away.
    if (!onlyWrites(menu, call)) await this.#twin.commit().catch(() => undefined);
    const action = menu.spec.actions?.[call.command];
    if (action !== undefined) return action.run({ ...call, user: this.#user, activity: this.#activity });
    return runItemCommand(menu, call, { version: this.#twin.version, lastPrint: this.#lastPrint });
  }

  async #export(call: DeviceCall): Promise<Value> {
    const has = (name: string): boolean => call.args.has(name);
    const { version, clock, menus } = this.#twin;
    const options = {
      verbose: has('verbose'),
      terse: has('terse'),
      hideSensitive: has('hide-sensitive') || (version.major > 6 && !has('show-sensitive')),
    };
    const text = exportMenus(menus, call.path, { version, date: dateTimeText(clock.wallMs, version), options });
    const file = call.args.get('file');
    if (file === undefined) call.print(text);
    else this.#twin.files.write(`${toPropertyText(file).replace(/\.rsc$/, '')}.rsc`, bytesOfText(text));
    return nothing;
  }

  async delay(ms: number, signal: AbortSignal): Promise<void> {
    await this.#twin.commit();
    await this.#activity?.delay(ms, signal);
  }

  resolve(name: string, server: string | undefined, options?: ResolveOptions): Promise<Value> {
    return this.#twin.resolver.resolveValue(name, server, options);
  }

  async execute(script: string): Promise<Value> {
    return this.#twin.scripts.execute(script, this.#user);
  }

  timestamp(): bigint {
    const { wallMs, zoneOffsetMs } = this.#twin.clock;
    return BigInt(Math.round((wallMs - zoneOffsetMs) * 1000)) * 1000n;
  }
}

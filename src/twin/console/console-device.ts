import { bytesOfText, textOfBytes } from '../../routeros/byte-text.ts';
import type { CommandParameters, Device, DeviceCall, MenuNames, ResolveOptions } from '../../routeros/device.ts';
import { RouterosError, trapCategories } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import { nothing } from '../../routeros/value.ts';
import { requirePolicy } from '../accounts/needed-policy.ts';
import { actionText, changeNote } from '../logging/change-log.ts';
import type { Menu } from '../menu/menu.ts';
import { dateTimeText } from '../time/date-text.ts';
import type { Twin } from '../twin.ts';
import type { DeviceContext } from './device-context.ts';
import { exportMenus } from './export-menus.ts';
import { runItemCommand } from './item-commands.ts';
import { callsOnlyItems } from './item-numbers.ts';
import { TwinPlace } from './twin-place.ts';

/** Commands that only write down what is to be: the kernel follows when the whole line or file is done. */
const writing = new Set(['add', 'set', 'reset', 'unset', 'enable', 'disable', 'comment', 'move']);

const reading = new Set(['print', 'get', 'find']);

/** Dynamic rows are the kernel's: taking one away is more than writing. */
const onlyWrites = (menu: Menu, { command, args }: DeviceCall): boolean =>
  writing.has(command) || (command === 'remove' && callsOnlyItems(menu, args.get('numbers')));

/** The router as one console session of one user sees it. */
export class ConsoleDevice implements Device {
  readonly #twin: Twin;
  readonly #context: DeviceContext;
  readonly #place: TwinPlace;

  constructor(twin: Twin, context: DeviceContext) {
    this.#twin = twin;
    this.#context = context;
    this.#place = new TwinPlace(twin, context);
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
    return reading.has(call.command) ? this.#carryOut(menu, call) : this.#recorded(menu, call);
  }

  /** What a command changes can be undone; what the harness does is no event of the lab. */
  #recorded(menu: Menu, call: DeviceCall): Promise<Value> {
    const { user, session } = this.#context;
    const { history, clock } = this.#twin;
    if (session?.management === true) return this.#carryOut(menu, call);
    return history.during(
      (first) => ({
        text: actionText(menu, first.kind === 'ordered' ? undefined : first.item.props, call),
        by: user,
        wallMs: clock.wallMs,
      }),
      () => this.#carryOut(menu, call),
    );
  }

  async #carryOut(menu: Menu, call: DeviceCall): Promise<Value> {
    const action = menu.spec.actions?.[call.command];
    if (action !== undefined) return action.run({ ...call, ...this.#context, activity: this.#context.activity });
    const changed = { twin: this.#twin, menu, lastPrint: this.#place.lastPrint };
    const note = await changeNote(changed, call, this.#context);
    const value = await runItemCommand(menu, call, this.#place);
    if (this.#context.imports === true && menu.spec.ordered === true && call.command === 'add')
      menu.lines.set(toPropertyText(value), call.position.line);
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
      hideSensitive: has('hide-sensitive') || this.#place.hidesSecrets || (version.major > 6 && !has('show-sensitive')),
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

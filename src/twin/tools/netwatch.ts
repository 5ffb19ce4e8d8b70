import { connect } from 'node:net';
import { parseDuration } from '../../routeros/duration.ts';
import { RouterosError } from '../../routeros/routeros-error.ts';
import { parsePolicies } from '../accounts/policy.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import { dateTimeText } from '../time/date-text.ts';
import type { Activity } from '../time/twin-clock.ts';
import type { Twin } from '../twin.ts';
import { sendEcho } from './echo-request.ts';

interface Watch {
  readonly item: Item;
  status: 'unknown' | 'up' | 'down';
  sinceMs: number | undefined;
  done: number;
  failed: number;
  isTesting: boolean;
  cancel: () => void;
}

/** What scripts of netwatch may do, whoever wrote them (MikroTik's manual, "Netwatch"). */
const scriptPolicies = new Set(parsePolicies('read,write,test,reboot'));

/** `/tool netwatch`: asks its hosts on the router's clock, and runs a script when an answer differs from the last. */
export class Netwatch {
  readonly #twin: Twin;
  readonly #watches = new Map<string, Watch>();

  constructor(twin: Twin) {
    this.#twin = twin;
  }

  /** Begins anew with what the item says now. */
  follow(item: Item): void {
    this.forget(item);
    if (!isEnabled(item)) return;
    const watch: Watch = {
      item,
      status: 'unknown',
      sinceMs: undefined,
      done: 0,
      failed: 0,
      isTesting: false,
      cancel: () => undefined,
    };
    this.#watches.set(item.id, watch);
    if (this.#twin.enforced) this.#arm(watch, 0);
  }

  forget({ id }: Item): void {
    this.#watches.get(id)?.cancel();
    this.#watches.delete(id);
  }

  stateOf(id: string): Props {
    const { version } = this.#twin;
    const watch = this.#watches.get(id);
    if (watch === undefined) return {};
    const { status, sinceMs, done, failed } = watch;
    return {
      status,
      ...(sinceMs === undefined ? {} : { since: dateTimeText(sinceMs, version) }),
      ...(version.major === 6 ? {} : { 'done-tests': String(done), 'failed-tests': String(failed) }),
    };
  }

  #arm(watch: Watch, inMs: number): void {
    const { clock } = this.#twin;
    watch.cancel = clock.at(clock.uptimeMs + inMs, async () => {
      this.#arm(watch, Math.max(1000, parseDuration(watch.item.props['interval'] ?? this.defaultInterval) ?? 0));
      if (watch.isTesting) return;
      watch.isTesting = true;
      void clock
        .track((activity) => this.#test(watch, activity))
        .finally(() => {
          watch.isTesting = false;
        });
    });
  }

  get defaultInterval(): string {
    return this.#twin.version.major === 6 ? '1m' : '10s';
  }

  async #test(watch: Watch, activity: Activity): Promise<void> {
    const { props, id } = watch.item;
    const isUp = await this.#answers(props).catch(() => false);
    // It was changed or taken away meanwhile.
    if (this.#watches.get(id) !== watch) return;
    watch.done += 1;
    if (!isUp) watch.failed += 1;
    const status = isUp ? 'up' : 'down';
    const changed = status !== watch.status;
    if (changed) {
      watch.status = status;
      watch.sinceMs = this.#twin.clock.wallMs;
      this.#tell(props, status);
    }
    if (props['test-script'] !== undefined) await this.#run(watch, props['test-script'], activity);
    const script = props[`${status}-script`];
    if (changed && script !== undefined) await this.#run(watch, script, activity);
  }

  /** 6 keeps quiet about it. */
  #tell({ type = 'simple', host = '' }: Props, status: string): void {
    const { log, version } = this.#twin;
    if (version.major > 6) log.write(['netwatch', 'info'], `event ${status} [ type: ${type}, host: ${host} ]`);
  }

  async #answers({ type, host = '', port = '0', ...props }: Props): Promise<boolean> {
    const address = await this.#twin.resolver.resolve(host);
    if (type === 'tcp-conn') return connects(address, Number(port), props['src-address']);
    const source = props['src-address'];
    return (await sendEcho({ address, from: source === undefined ? [] : [source] })).rttMs !== undefined;
  }

  async #run({ item }: Watch, script: string, activity: Activity): Promise<void> {
    const { scripts, menus, log, neverAborted: signal } = this.#twin;
    if (script === '') return;
    const context = { user: '*sys', activity, policies: scriptPolicies, print: () => undefined, signal };
    const told = { host: item.props['host'] ?? '', ...this.stateOf(item.id) };
    const locals = Object.entries(told).map(([name, value]) => `:local "${name}" "${value}";`);
    try {
      if (menus.get('system script').items.some(({ props }) => props['name'] === script))
        await scripts.run(script, context);
      else await scripts.runText({ name: 'netwatch', text: `${locals.join(' ')} ${script}` }, context);
    } catch (error) {
      const said = error instanceof RouterosError ? error.text : String(error);
      log.write(['script', 'error'], `executing script from netwatch failed, please check it manually: ${said}`);
    }
  }
}

/** Does somebody take the connection within a second? */
function connects(host: string, port: number, localAddress: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000, ...(localAddress === undefined ? {} : { localAddress }) });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', end(true)).on('timeout', end(false)).on('error', end(false));
  });
}

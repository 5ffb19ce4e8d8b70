import { RouterosError } from '../../../routeros/routeros-error.ts';
import { parsePolicies } from '../../accounts/policy.ts';
import type { Item, Props } from '../../menu/menu-spec.ts';
import { isEnabled } from '../../menu/menu-spec.ts';
import { dateTimeText } from '../../time/date-text.ts';
import type { Activity } from '../../time/twin-clock.ts';
import type { Twin } from '../../twin.ts';
import { sendEcho } from '../echo-request.ts';
import { type Finding, msOf, nothingFound } from './finding.ts';
import { probeByEchoes } from './icmp-probe.ts';
import { probeByConnecting, probeByGetting, probeByName } from './service-probes.ts';

interface Watch {
  readonly item: Item;
  status: 'unknown' | 'up' | 'down';
  sinceMs: number | undefined;
  done: number;
  failed: number;
  last: Finding;
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
    this.#begin(item, this.#delayOf(item, 'start-delay', 3000));
  }

  /** The router has been switched on: nothing is known of anybody. */
  startUp(items: readonly Item[]): void {
    for (const item of items)
      this.#begin(
        item,
        Math.max(this.#delayOf(item, 'startup-delay', 300_000), this.#delayOf(item, 'start-delay', 3000)),
      );
  }

  /** 6 asks at once. */
  #delayOf({ props }: Item, name: string, byDefault: number): number {
    return this.#twin.version.major === 6 ? 0 : msOf(props, name, byDefault);
  }

  #begin(item: Item, inMs: number): void {
    this.forget(item);
    if (!isEnabled(item)) return;
    const watch: Watch = {
      item,
      status: 'unknown',
      sinceMs: undefined,
      done: 0,
      failed: 0,
      last: nothingFound,
      isTesting: false,
      cancel: () => undefined,
    };
    this.#watches.set(item.id, watch);
    if (this.#twin.enforced) this.#arm(watch, inMs);
  }

  forget({ id }: Item): void {
    this.#watches.get(id)?.cancel();
    this.#watches.delete(id);
  }

  stateOf(id: string): Props {
    const watch = this.#watches.get(id);
    return watch === undefined ? {} : { ...this.#stateOf(watch), ...watch.last.figures };
  }

  #stateOf({ status, sinceMs, done, failed }: Watch): Props {
    const { version } = this.#twin;
    return {
      status,
      ...(sinceMs === undefined ? {} : { since: dateTimeText(sinceMs, version) }),
      ...(version.major === 6 ? {} : { 'done-tests': String(done), 'failed-tests': String(failed) }),
    };
  }

  #arm(watch: Watch, inMs: number): void {
    const { clock } = this.#twin;
    watch.cancel = clock.at(clock.uptimeMs + inMs, async () => {
      this.#arm(watch, Math.max(1000, msOf(watch.item.props, 'interval', msOf({ by: this.defaultInterval }, 'by', 0))));
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
    const found = await this.#probe(props).catch(() => nothingFound);
    // It was changed or taken away meanwhile.
    if (this.#watches.get(id) !== watch) return;
    watch.done += 1;
    if (!found.isUp) watch.failed += 1;
    watch.last = found;
    const status = found.isUp ? 'up' : 'down';
    const before = watch.status;
    if (status !== before) {
      watch.status = status;
      watch.sinceMs = this.#twin.clock.wallMs;
      this.#tell(props, status);
    }
    if (props['test-script'] !== undefined) await this.#run(watch, props['test-script'], activity);
    const script = props[`${status}-script`];
    const isIgnored = before === 'unknown' && props[`ignore-initial-${status}`] === 'yes';
    if (status !== before && script !== undefined && !isIgnored) await this.#run(watch, script, activity);
  }

  /** 6 keeps quiet about it. Types are spelled otherwise than in the menu. */
  #tell({ name, type = 'simple', host = '' }: Props, status: string): void {
    const { log, version } = this.#twin;
    if (version.major === 6) return;
    const which = name === undefined || name === '' ? `type: ${type.replace('-', '_')}, host: ${host}` : name;
    log.write(['netwatch', 'info'], `event ${status} [ ${which} ]`);
  }

  async #probe(props: Props): Promise<Finding> {
    const { type = 'simple', host = '' } = props;
    const { resolver } = this.#twin;
    if (type === 'dns') return probeByName(resolver, props);
    const address = await resolver.resolve(host);
    if (type === 'icmp') return probeByEchoes(address, props);
    if (type === 'tcp-conn') return probeByConnecting(address, props);
    if (type === 'http-get' || type === 'https-get') return probeByGetting(address, props);
    const source = props['src-address'];
    const from = source === undefined ? [] : [source];
    const waitMs = msOf(props, 'timeout', this.#twin.version.major === 6 ? 1000 : 3000);
    return { isUp: (await sendEcho({ address, from, waitMs })).rttMs !== undefined, figures: {} };
  }

  async #run(watch: Watch, script: string, activity: Activity): Promise<void> {
    const { scripts, menus, log, neverAborted: signal } = this.#twin;
    if (script === '') return;
    const { props } = watch.item;
    const context = { user: '*sys', activity, policies: scriptPolicies, print: () => undefined, signal };
    const { host = '', type = 'simple', name } = props;
    const told = {
      host,
      ...(this.#twin.version.major === 6 ? {} : { type, ...(name === undefined ? {} : { name }) }),
      ...this.#stateOf(watch),
      ...(watch.last.told ?? watch.last.figures),
    };
    const locals = Object.entries(told).map(([variable, value]) => `:local "${variable}" "${escaped(value)}";`);
    try {
      if (menus.get('system script').items.some((item) => item.props['name'] === script))
        await scripts.run(script, context);
      else await scripts.runText({ name: 'netwatch', text: `${locals.join(' ')} ${script}` }, context);
    } catch (error) {
      const said = error instanceof RouterosError ? error.text : String(error);
      log.write(['script', 'error'], `executing script from netwatch failed, please check it manually: ${said}`);
    }
  }
}

const escaped = (value: string): string => value.replaceAll(/[\\"$]/g, '\\$&');

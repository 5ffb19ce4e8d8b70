import type { Router } from '../../router/router.ts';
import type { TelegramClient } from '../../telegram/client.ts';
import { openTestbed, type Testbed, type TestbedOptions } from '../testbed.ts';
import type { RuleExchange } from './trial.ts';

/** The menus whose rules a trial exchanges. */
const ruleMenus = ['ip', 'ipv6'].flatMap((family) =>
  ['raw', 'mangle', 'nat', 'filter'].map((table) => `/${family} firewall ${table}`),
);

/**
 * A lab that serves several trials: only its router is given other rules, and told to start anew. Whatever else of the
 * configuration has changed meanwhile makes it a lab that is thrown away.
 */
export class ReusedLab implements AsyncDisposable {
  readonly #name: string;
  #opened: { readonly testbed: Testbed; readonly settings: string; readonly startedAt: string } | undefined;
  #labs = 0;
  /** How many calls of its bot are those of earlier users. */
  #calls = 0;
  /** What a scenario has added to the lab itself cannot be taken back. */
  #isSpent = false;

  constructor(name: string) {
    this.#name = name;
  }

  /** Steps that have passed in the lab of now. */
  readonly passed = new Set<string>();

  /** Of the lab of now. */
  get number(): number {
    return this.#labs;
  }

  /** Of the lab that was opened last. */
  get router(): Router | undefined {
    return this.#opened?.testbed.router;
  }

  /** A lab for one trial; `rules` undefined: a new one. Was it used before? */
  async open(options: TestbedOptions, rules: RuleExchange | undefined): Promise<{ testbed: Testbed; reused: boolean }> {
    const kept = rules === undefined ? undefined : await this.#again(rules);
    if (kept !== undefined) {
      this.#calls += (await kept.telegram?.calls(this.#calls))?.length ?? 0;
      return { testbed: this.#lent(kept), reused: true };
    }
    await this.close();
    const testbed = await openTestbed({ ...options, name: `${this.#name}-${++this.#labs}` });
    this.#opened = {
      testbed,
      settings: settingsIn(await testbed.router.export()),
      startedAt: (await testbed.clock.now()).iso,
    };
    return { testbed: this.#lent(testbed), reused: false };
  }

  /** The lab as it was at first, with these rules; undefined when it cannot be had so again. */
  async #again(rules: RuleExchange): Promise<Testbed | undefined> {
    if (this.#opened === undefined || this.#isSpent) return undefined;
    const { testbed, settings, startedAt } = this.#opened;
    const { router, clock, telegram } = testbed;
    await telegram?.behave({});
    await router.run(rules.clear);
    // The twin goes on serving, and forgets what a router forgets: dynamic entries, connections, counters, the log.
    await router.run('/system reboot');
    if (clock.mode === 'virtual') await clock.set(startedAt);
    await router.importConfig({ name: 'rules', text: rules.add });
    return settingsIn(await router.export()) === settings ? testbed : undefined;
  }

  /** The same testbed, which its user can neither take down nor leave behind; calls from before are not his. */
  #lent(testbed: Testbed): Testbed {
    const { telegram } = testbed;
    const calls = this.#calls;
    return {
      ...testbed,
      telegram: telegram === undefined ? undefined : sinceCall(telegram, calls),
      startRouter: async (host, configuration) => {
        this.#isSpent = true;
        return await testbed.startRouter(host, configuration);
      },
      leave: async () => undefined,
      [Symbol.asyncDispose]: async () => undefined,
    };
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    this.#isSpent = false;
    this.passed.clear();
    this.#calls = 0;
    await opened?.testbed[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function sinceCall(telegram: TelegramClient, first: number): TelegramClient {
  return { ...telegram, calls: async (after = 0) => await telegram.calls(first + after) };
}

/** An export without its rules and its comments, which tell the time. */
function settingsIn(text: string): string {
  let isRules = false;
  const kept = text.split(/\r?\n/).filter((line) => {
    if (line.startsWith('/')) isRules = ruleMenus.some((menu) => line.startsWith(menu));
    return !isRules && !line.startsWith('#');
  });
  return kept.join('\n');
}

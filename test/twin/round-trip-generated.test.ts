import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RouterosError } from '../../src/routeros/routeros-error.ts';
import { twinOnPaper } from '../../src/twin/fixtures/twin-on-paper.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { generatedConfiguration } from './generated-configuration.ts';

/** Everywhere the same configurations; others with `KNOCKLAB_SEED=…`. */
const seed = Number(process.env['KNOCKLAB_SEED'] ?? 20_261_121);

async function run(twin: Twin, text: string): Promise<string> {
  const printed: string[] = [];
  const context = { user: 'admin', signal: twin.neverAborted, print: (line: string) => printed.push(line) };
  await twin.scripts.runText({ name: 'test', text }, context);
  return printed.join('');
}

/** Gives whether the router took it. */
async function takes(twin: Twin, line: string): Promise<boolean> {
  try {
    await run(twin, line);
    return true;
  } catch (error) {
    if (error instanceof RouterosError) return false;
    throw error;
  }
}

const exported = async (twin: Twin, ros: string, form: string): Promise<string> =>
  (await run(twin, `/export ${form} ${ros === '7' ? 'show-sensitive' : ''}`)).replace(/^#.*\n/gm, '');

/** What was found, kept. */
const found: [string[], '' | 'verbose' | 'terse'][] = [
  [
    [
      `/ip firewall nat add chain="don't" jump-target="#" dst-limit=10,5,src-address/1m ingress-priority="two words" fragment=no connection-mark=""`,
    ],
    '',
  ],
  [['/system logging action add name="!" target=memory remote="don\'t" src-address="#" remember=yes'], ''],
  [['/ip firewall address-list add list=x address=my-host.example timeout=1h'], 'terse'],
  [['/ipv6 firewall address-list add list=x address=192.0.2.1-192.0.2.9 timeout=1h'], ''],
  [['/interface ethernet set 0 name=""', '/ip firewall raw add chain=x out-bridge-port=!ether1'], 'verbose'],
];

describe.each(['6.49', '7'])('generated configurations of %s', (ros) => {
  test('are the same after export, reset, import', async () => {
    const taken = { lines: 0, of: 0 };
    const isFixed = fc.asyncProperty(
      generatedConfiguration(twinOnPaper(ros)),
      fc.constantFrom('', 'verbose', 'terse'),
      async (lines, form) => {
        const first = twinOnPaper(ros);
        for (const line of lines) {
          taken.of += 1;
          if (await takes(first, line)) taken.lines += 1;
        }
        const once = await exported(first, ros, form);
        const again = twinOnPaper(ros);
        await run(again, once);
        expect(await exported(again, ros, form)).toBe(once);
        expect(await exported(again, ros, '')).toBe(await exported(first, ros, ''));
      },
    );
    await fc.assert(isFixed, {
      seed,
      examples: found,
      numRuns: 40,
      interruptAfterTimeLimit: 8000,
      markInterruptAsFailure: false,
    });
    // Most of what is generated is a configuration, or nothing would be proved.
    expect(taken.lines / taken.of).toBeGreaterThan(0.4);
  }, 60_000);
});

import { join } from 'node:path';
import { inject, test, expect as vitestExpect } from 'vitest';
import { openTrace } from '../trace/writer.ts';
import { connectGate } from './gate/gate-connection.ts';
import { interruptSignal } from './interrupt.ts';
import { addMatchers } from './matchers.ts';
import { runScenario, type ScenarioSurroundings } from './run-scenario.ts';
import { scenarioId } from './scenario-files.ts';
import type { PaperHost, ScenarioBody, ScenarioOptions } from './scenario-options.ts';
import { openReleased } from './stand-by/open-released.ts';
import { releasedOptions } from './stand-by/release.ts';
import { openTestbed } from './testbed.ts';
import { serveTrials } from './trials/serve-trials.ts';

export { expect } from './matchers.ts';

/**
 * Declares a scenario: a lab of its own, and steps that must pass in it.
 *
 * @example
 * scenario('a scan is noticed', { about: 'The trap on port 5000.', topology: 'paper', router: 'husain/scheme2.rsc' },
 *   async ({ attacker, router, step }) => {
 *     await step('the scanner is put on the list', async () => {
 *       await attacker.scan(router, 'default');
 *       expect(await router.addressList('port_scanners')).toHold(attacker);
 *     });
 *   });
 */
export function scenario<HostName extends string = PaperHost>(
  title: string,
  options: ScenarioOptions,
  body: ScenarioBody<HostName>,
): void {
  addMatchers();
  test(title, async ({ task, skip }) => {
    const given = inject('knocklab');
    const run = given.waits === true ? releasedOptions(given) : given;
    const file = task.file.filepath;
    const id = scenarioId(run.ids[file] ?? file, title, task.file.tasks.length);
    if (run.only[file]?.includes(id) === false) return skip();
    const definition = { id, title, file, options, body: body as ScenarioBody<string> };
    const assertions = (): number => vitestExpect.getState().assertionCalls;
    if (run.trials !== undefined) return await serveTrials(run.trials, definition, run, assertions);
    using trace = openTrace(join(run.runDirectory, 'trace.jsonl'), { startedAt: run.startedAt });
    using gate = run.gate === undefined ? undefined : await connectGate(run.gate, id, run.runDirectory);
    const surroundings: ScenarioSurroundings = {
      run,
      gate,
      write: (event) => trace.write(event),
      signal: interruptSignal(),
      open: run.waits === true ? openReleased : openTestbed,
      assertions,
    };
    const status = await runScenario(definition, surroundings);
    // The trace has the details; vitest only has to know that its test did not pass.
    if (status !== 'passed') throw new Error(status);
  });
}

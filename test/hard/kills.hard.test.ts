import { randomInt } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { measured } from './figures.ts';
import { endOf, type House, knocklabProgram, openHouse } from './house.ts';
import { randomNumbers } from './random-numbers.ts';

// A run that is killed leaves nothing but what it has measured, and that gives a report which says that it was cut off.

const kills = Number(process.env['KNOCKLAB_KILLS'] ?? 100);
const seed = Number(process.env['KNOCKLAB_SEED'] ?? randomInt(2 ** 31));
/** Seven steps in five seconds on a machine at rest. */
const scenario = 'examples/small-office';
/** How long the kernel may take to bury a sandbox. */
const buriedWithinMs = 5000;

interface Killed {
  readonly afterMs: number;
  /** Steps whose end the terminal had shown. */
  readonly shown: number;
  readonly buriedMs: number;
  readonly reported: boolean;
}

let runMs = 0;
beforeAll(async () => {
  console.log(
    `SIGKILLs at moments of the seed ${seed}; the same again: KNOCKLAB_SEED=${seed} npm run test:hard -- kills`,
  );
  await using house = await openHouse();
  const startedAt = performance.now();
  expect(await house.knocklab('run', scenario, '--out', '/tmp/out')).toMatchObject({ exitCode: 0 });
  runMs = performance.now() - startedAt;
}, 60_000);

describe('Killed in the middle', () => {
  test(`${kills} runs are killed at random moments`, { timeout: kills * 30_000 }, async ({ task }) => {
    const random = randomNumbers(seed);
    const moments = Array.from({ length: kills }, () => Math.round(random() * runMs * 1.2));
    const killed: Killed[] = [];
    const worker = async (): Promise<void> => {
      for (let afterMs = moments.pop(); afterMs !== undefined; afterMs = moments.pop())
        killed.push(await killRun(afterMs));
    };
    await Promise.all([worker(), worker()]);
    expect(killed).toHaveLength(kills);
    const steps = killed.reduce((sum, { shown }) => sum + shown, 0);
    expect(steps).toBeGreaterThan(0);
    measured(
      task.meta,
      `${kills} of ${kills} left no process, namespace, mount or file (seed ${seed}, moments from 0 to ${Math.round(runMs * 1.2)} ms)`,
      `all ${steps} steps that the terminals had shown are in the reports made afterwards; ${killed.filter(({ reported }) => reported).length} of them say that the run was cut off, the other runs had not begun or had ended`,
      `the last process was gone ${Math.max(...killed.map(({ buriedMs }) => buriedMs))} ms after the kill at the latest`,
    );
  });
});

async function killRun(afterMs: number): Promise<Killed> {
  await using house = await openHouse({ disks: { '/srv': '64m' } });
  const child = house.start([process.execPath, knocklabProgram, 'run', scenario, '--out', '/srv/out']);
  const ended = endOf(child);
  await pause(afterMs);
  child.kill('SIGKILL');
  const killedAt = performance.now();
  const { stdout } = await ended;
  await expect.poll(() => house.processes(), { timeout: buriedWithinMs, interval: 10 }).toEqual([]);
  const buriedMs = Math.round(performance.now() - killedAt);
  expect(house.left().filter((name) => !name.startsWith('/srv/'))).toEqual([]);
  const shown = [...stdout.matchAll(/^ {2}✔ +\d+ (.*) [\d.]+ m?s$/gm)].map(([, title]) => title ?? '');
  const reported = await reportIsHonest(house, shown, stdout.includes('✔ passed'));
  return { afterMs, shown: shown.length, buriedMs, reported };
}

/** False: it was killed before it had a folder. */
async function reportIsHonest(house: House, shown: readonly string[], whole: boolean): Promise<boolean> {
  const out = house.path('/srv/out');
  const [run] = existsSync(out) ? readdirSync(out).filter((name) => name !== 'latest') : [];
  if (run === undefined || !existsSync(join(out, run, 'trace.jsonl'))) {
    expect(shown).toEqual([]);
    return false;
  }
  const written = await house.knocklab('report', 'write', `/srv/out/${run}`);
  expect(written).toMatchObject({ exitCode: 0, stderr: '' });
  const results = JSON.parse(readFileSync(join(out, run, 'results.json'), 'utf8')) as Results;
  expect(results.scenarios.flatMap(({ steps }) => steps.map(({ title }) => title))).toEqual(
    expect.arrayContaining([...shown]),
  );
  if (results.complete) return false;
  expect(whole).toBe(false);
  expect(results.exitCode).not.toBe(0);
  expect(written.stdout).toContain('it was cut off');
  for (const file of ['index.html', 'summary.md', 'junit.xml']) {
    expect(readFileSync(join(out, run, file), 'utf8'), file).toContain('it was cut off');
  }
  expect(readdirSync(join(out, run)).filter((name) => name.endsWith('.part'))).toEqual([]);
  return true;
}

interface Results {
  readonly complete: boolean;
  readonly exitCode: number;
  readonly scenarios: readonly { readonly steps: readonly { readonly title: string }[] }[];
}

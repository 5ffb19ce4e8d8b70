import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { measured } from './figures.ts';
import { openHouse } from './house.ts';

// The disk fills up at some moment of a run: it says so, and the steps it has shown until then can be reported.

interface Results {
  readonly complete: boolean;
  readonly scenarios: readonly { readonly steps: readonly { readonly title: string; readonly status: string }[] }[];
}

describe('A full disk', () => {
  test.for([8, 20, 28, 36, 44, 64, 120])('--out on a disk of %i kB', async (kilobytes, { task }) => {
    await using house = await openHouse({ disks: { '/srv': `${kilobytes}k`, '/mnt': '8m' } });
    const { exitCode, stdout, stderr } = await house.knocklab('run', 'examples/small-office', '--out', '/srv/out');
    expect(exitCode).toBe(3);
    expect(`${stdout}${stderr}`).toMatch(/the disk is full|no space left on device/);
    expect(`${stdout}${stderr}`).not.toMatch(/^ +at |This is a bug/m);
    expect(house.processes()).toEqual([]);
    const [run = ''] = readdirSync(house.path('/srv/out')).filter((name) => name !== 'latest');
    expect(`${stdout}${stderr}`).toContain(`report write /srv/out/${run}`);
    await house.knocklab('report', 'merge', `/srv/out/${run}`, '--out', '/mnt/out');
    const results = JSON.parse(readFileSync(join(house.path('/mnt/out/latest'), 'results.json'), 'utf8')) as Results;
    const kept = results.scenarios.flatMap(({ steps }) => steps).filter(({ status }) => status === 'passed');
    const shown = [...stdout.matchAll(/^ {2}✔ +\d+ (.*) [\d.]+ m?s$/gm)].map(([, title]) => title);
    expect(kept.map(({ title }) => title)).toEqual(expect.arrayContaining(shown));
    measured(
      task.meta,
      `exit code 3, says that the disk is full; all ${shown.length} steps shown are kept and reported`,
    );
  });
});

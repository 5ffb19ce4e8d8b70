import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { measured } from './figures.ts';
import { endOf, type House, knocklabProgram, openHouse } from './house.ts';

// Others are there too: they hold a port that is wanted, or run the same at the same time into the same folder.

async function busyPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}

interface Results {
  readonly run: string;
  readonly exitCode: number;
  readonly complete: boolean;
}

const resultsOf = (house: House, run: string): Results =>
  JSON.parse(readFileSync(house.path(`/srv/out/${run}/results.json`), 'utf8')) as Results;

describe('Others at the same time', () => {
  test('the port of the live page is taken', async ({ task }) => {
    await using house = await openHouse({ disks: { '/srv': '16m' } });
    const port = await busyPort();
    const { exitCode, stderr } = await house.knocklab('demo', 'examples/small-office', '--port', String(port));
    expect(stderr).toContain(String(port));
    expect(stderr).not.toContain('This is a bug');
    expect(stderr).toContain('--port');
    expect(exitCode).toBe(2);
    expect(house.left()).toEqual([]);
    measured(task.meta, `exit code 2, names the port: ${stderr.split('\n')[0]?.replace(String(port), 'PORT')}`);
  });

  test('ports of the stand-alone twin are taken', async ({ task }) => {
    await using house = await openHouse();
    const first = house.start([process.execPath, knocklabProgram, 'twin']);
    const firstText = String((await once(first.stdout ?? first, 'data'))[0]);
    const second = house.start([process.execPath, knocklabProgram, 'twin']);
    const secondText = String((await once(second.stdout ?? second, 'data'))[0]);
    const ports = (text: string): string[] => [...text.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => port ?? '');
    expect(ports(firstText).length).toBeGreaterThan(5);
    expect(ports(secondText).filter((port) => ports(firstText).includes(port))).toEqual([]);
    for (const twin of [first, second]) {
      twin.kill('SIGTERM');
      expect((await endOf(twin)).exitCode).toBe(0);
    }
    measured(
      task.meta,
      `a second one takes other ports for its ${new Set(ports(secondText)).size} services, and says which`,
    );
  });

  test('four runs of one scenario into one folder', async ({ task }) => {
    await using house = await openHouse({ disks: { '/srv': '64m' } });
    const runs = await Promise.all(
      [1, 2, 3, 4].map(() => house.knocklab('run', 'examples/small-office', '--out', '/srv/out')),
    );
    const names = runs.map(({ stdout }) => /report +\/srv\/out\/([^/]+)\//.exec(stdout)?.[1] ?? '');
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    expect(new Set(names).size).toBe(4);
    for (const run of names) expect(resultsOf(house, run)).toMatchObject({ run, exitCode: 0, complete: true });
    expect(names).toContain(readlinkSync(house.path('/srv/out/latest')));
    expect(house.left().filter((name) => !name.startsWith('/srv/'))).toEqual([]);
    measured(task.meta, '4 of 4 pass, each in a folder of its own, with a whole report');
  });
});

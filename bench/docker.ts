import { join } from 'node:path';
import { startLab } from '../src/lab/fabrics/fabric.ts';
import { readTopology } from '../src/lab/topology/read-topology.ts';
import { runOrThrow } from '../src/process/run-command.ts';

// How long a lab of containers takes to come and go, beside as many bare containers that do nothing (`docker run`, side by
// side). Needs root: npm run bench:docker

const rounds = 5;
const topology = await readTopology(join(import.meta.dirname, '..', 'lab', 'topologies', 'paper.yaml'));
const count = Object.keys(topology.hosts).length + 2;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return Math.round(performance.now() - startedAt);
}

const ids: string[] = [];
const idle = ['docker', 'run', '--detach', '--network', 'none', '--rm', 'knocklab/client', 'sleep', 'infinity'];
const startIdle = async (): Promise<void> => {
  const results = await Promise.all(Array.from({ length: count }, () => runOrThrow(idle)));
  ids.push(...results.map(({ stdout }) => stdout.trim()));
};
const endIdle = async (): Promise<void> => void (await runOrThrow(['docker', 'rm', '--force', ...ids.splice(0)]));

const middle = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
const times = { up: [] as number[], down: [] as number[], bareUp: [] as number[], bareDown: [] as number[] };
for (let round = 0; round < rounds; round++) {
  times.bareUp.push(await timed(startIdle));
  times.bareDown.push(await timed(endIdle));
  const startedAt = performance.now();
  const lab = await startLab('docker', topology, { name: `bench-${process.pid}` });
  times.up.push(Math.round(performance.now() - startedAt));
  times.down.push(await timed(() => lab.down()));
}
for (const [name, values] of Object.entries(times)) {
  console.log(
    `${name.padEnd(9)} ${String(middle(values)).padStart(6)} ms   (${values.join(', ')}; ${count} containers)`,
  );
}

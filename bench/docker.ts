import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLab } from '../src/lab/fabrics/fabric.ts';
import { readTopology } from '../src/lab/topology/read-topology.ts';
import { runCommand, runOrThrow } from '../src/process/run-command.ts';
import { compared, figure, type Outcome } from './figure.ts';
import { samples, takeTurns, timed } from './measure.ts';
import { outcomeText } from './print-outcome.ts';
import { root, runKnocklab } from './project.ts';
import { openScheme3 } from './scheme3-testbed.ts';

// How long a lab of containers takes to come and go, beside a bare `docker compose up` and `down` of five idle containers, and
// scheme 3 in containers beside scheme 3 in namespaces. Needs root: npm run bench:docker

const folder = mkdtempSync(join(tmpdir(), 'knocklab-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

// Without a network of Docker's: the machine stays as it is, and the peer is the quicker for it.
const service = '{ image: knocklab/client, command: [sleep, infinity], init: true, network_mode: none }';
const composeFile = join(folder, 'docker-compose.yml');
writeFileSync(
  composeFile,
  `services: { ${['a', 'b', 'c', 'd', 'e'].map((name) => `${name}: ${service}`).join(', ')} }\n`,
);

const hasPlugin = (await runCommand(['docker', 'compose', 'version'])).exitCode === 0;
const compose = [...(hasPlugin ? ['docker', 'compose'] : ['docker-compose']), '-f', composeFile];
const peer = `five idle, ${hasPlugin ? 'docker compose' : 'docker-compose'}`;

type Times = Readonly<Record<'wired' | 'ready' | 'down', number>>;

const topology = await readTopology(join(root, 'lab', 'topologies', 'paper.yaml'));

/** The paper's lab, seven containers: with its cables, and with its router configured, its hosts addressed, its Bot API listening. */
async function ours(): Promise<Times> {
  const name = `bench-${process.pid}`;
  const startedAt = performance.now();
  const lab = await startLab('docker', topology, { name });
  const wired = performance.now() - startedAt;
  await lab.down();
  const againAt = performance.now();
  const testbed = await openScheme3(name, 'docker');
  const ready = performance.now() - againAt;
  return { wired, ready, down: await timed(async () => await testbed[Symbol.asyncDispose]()) };
}

async function bare(): Promise<Times> {
  const up = await timed(() => runOrThrow([...compose, 'up', '-d'], { timeoutMs: 60_000 }));
  const down = await timed(() => runOrThrow([...compose, 'down'], { timeoutMs: 60_000 }));
  return { wired: up, ready: up, down };
}

async function scheme3(fabric: 'docker' | 'netns'): Promise<number> {
  return await timed(() => runKnocklab('run', 'husain/scheme3', '--fabric', fabric, '--out', folder));
}

async function lifetimes(): Promise<Outcome[]> {
  const taken = await takeTurns(5, ours, bare);
  return (['wired', 'ready', 'down'] as const).flatMap((part) => {
    const own = samples(taken.ours.map((one) => one[part]));
    const theirs = samples(taken.theirs.map((one) => one[part]));
    const most = part === 'down' ? 3000 : 6000;
    const name = `Lab of containers, ${part}`;
    return [
      compared(name, own, { name: peer, samples: theirs }, { text: 'at most 1.3 times', atMost: 1.3 }),
      figure(name, own, { aim: { text: `at most ${most} ms`, atMost: most } }),
    ];
  });
}

async function schemes(): Promise<Outcome> {
  const taken = await takeTurns(
    3,
    () => scheme3('docker'),
    () => scheme3('netns'),
  );
  const theirs = { name: 'in namespaces', samples: samples(taken.theirs) };
  const aim = { text: 'at most 1.5 times', atMost: 1.5 };
  return compared('husain/scheme3 in containers', samples(taken.ours), theirs, aim);
}

for (const outcome of [...(await lifetimes()), await schemes()]) console.log(outcomeText(outcome));

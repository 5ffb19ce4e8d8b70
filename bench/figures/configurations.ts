import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectSuccess } from '../../src/process/run-command.ts';
import { type Figure, figure, type Outcome } from '../figure.ts';
import { samples } from '../measure.ts';
import { inTemporaryFolder, knocklabCommand } from '../project.ts';
import { watchMemory } from '../resident-memory.ts';

const counts = [10, 100, 300];

interface Taken {
  readonly count: number;
  readonly each: number;
  readonly megabytes: number;
}

/** One cheap scenario over more and more configurations in one run: what one costs, and what the harness then holds. */
export async function configurations(_rounds: number, sizes: readonly number[] = counts): Promise<Outcome[]> {
  const taken: Taken[] = [];
  for (const count of sizes) taken.push(await runOver(count));
  const [least] = taken;
  return taken.flatMap((one) => [
    against(least, one, 'each', 'ms', `one of ${one.count} configurations under one scenario`),
    against(least, one, 'megabytes', 'MB', `highest resident memory of the harness, ${one.count} configurations`),
  ]);
}

/** Beside the run with the fewest: a ratio of 1 is a straight line, and memory that does not grow. */
function against(
  least: Taken | undefined,
  one: Taken,
  what: 'each' | 'megabytes',
  unit: Figure['unit'],
  name: string,
): Figure {
  const ours = figure(name, samples([one[what]]), { unit });
  if (least === undefined || least === one) return ours;
  const atMost = what === 'each' ? 1.1 : 1.2;
  const peer = { name: `of ${least.count}`, samples: samples([least[what]]) };
  return { ...ours, peer, ratio: one[what] / least[what], aim: { text: `≤ ${atMost}`, atMost } };
}

async function runOver(count: number): Promise<Taken> {
  return inTemporaryFolder(async (folder) => {
    writeProject(folder, count);
    const startedAt = performance.now();
    const command = knocklabCommand('run', '--out', join(folder, 'reports'));
    const { moments, result } = await watchMemory(['env', '-C', folder, ...command]);
    expectSuccess(result);
    const megabytes = Math.max(...moments.map(({ harness }) => harness));
    return { count, each: (performance.now() - startedAt) / count, megabytes };
  });
}

/** Firewalls of forty rules, no two the same. */
function writeProject(folder: string, count: number): void {
  mkdirSync(join(folder, 'scenarios'));
  for (let index = 0; index < count; index++) {
    writeFileSync(join(folder, `router-${index}.rsc`), configuration(index));
    writeFileSync(join(folder, 'scenarios', `${String(index).padStart(4, '0')}.yaml`), scenario(index));
  }
}

function configuration(index: number): string {
  const rules = Array.from({ length: 40 }, (_, rule) => {
    return `add action=accept chain=input comment="rule ${rule} of router ${index}" dst-port=${1000 + rule} protocol=tcp src-address=10.${index % 256}.${rule}.0/24`;
  });
  return `/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall filter
${rules.join('\n')}
add action=drop chain=input dst-port=22 in-interface=ether1 protocol=tcp
`;
}

const scenario = (index: number): string => `scenario: router ${index} is open to its LAN
topology: small
router: router-${index}.rsc
steps:
  - connect: { from: client, to: router, port: 22, expect: connected }
  - connect: { from: attacker, to: router, port: 23, expect: connected }
`;

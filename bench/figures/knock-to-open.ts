import type { Host } from '../../src/lab/host.ts';
import { expectSuccess } from '../../src/process/run-command.ts';
import { compared, type Outcome } from '../figure.ts';
import { startKnockd } from '../knockd.ts';
import { samples, takeTurns } from '../measure.ts';
import { benchFile, labName } from '../project.ts';
import { openScheme3 } from '../scheme3-testbed.ts';

const knocks = ['1000', '1500', '3000', '4000'];

/** From the last knock of a banned attacker to his first connection, on the twin and with Debian's knockd. */
export async function knockToOpen(rounds: number): Promise<Outcome[]> {
  await using twin = await startTwin();
  await using knockd = await startKnockd(labName('knockd'), knocks);
  const { ours, theirs } = await takeTurns(
    rounds,
    () => measure(twin),
    () => measure(knockd),
  );
  const peer = { name: 'knockd', samples: samples(theirs) };
  const aim = { text: '≤ 0.2 (5 times faster)', atMost: 0.2 };
  return [{ ...compared('last knock to open port', samples(ours), peer), aim }];
}

/** Somewhere to knock. */
export interface Door extends AsyncDisposable {
  readonly attacker: Host;
  readonly address: string;
  /** Shut it again. */
  close(): Promise<void>;
}

async function measure(door: Door): Promise<number> {
  const client = [process.execPath, benchFile('clients/knock-to-open.ts'), door.address, '22', ...knocks];
  const { stdout } = expectSuccess(await door.attacker.exec(client, { timeoutMs: 30_000 }));
  await door.close();
  return Number(stdout);
}

/** Scheme 3 as published, its attacker banned by the trap: port 22 is shut until the fourth knock. */
async function startTwin(): Promise<Door> {
  const testbed = await openScheme3(labName('twin'));
  const attacker = testbed.lab.host('attacker');
  await attacker.exec(['bash', '-c', ': < /dev/tcp/10.10.10.1/5000']);
  return {
    attacker,
    address: '10.10.10.1',
    close: async () => {
      await testbed.router.run('/ip firewall address-list remove [find list~"knock|authenticated"]');
    },
    [Symbol.asyncDispose]: async () => await testbed[Symbol.asyncDispose](),
  };
}

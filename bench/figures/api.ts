import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sendCommands } from '../clients/api-commands.ts';
import { type Aim, compared, figure, type Outcome } from '../figure.ts';
import { samples, takeTurns, timed } from '../measure.ts';

const commands = 3000;
const connections = 200;

/** Both works take about as many commands. */
const threeThousand: Aim = { text: '< 1000 ms: 3,000 commands a second', atMost: 1000 };

/** The API's speed: one connection, and many at once, beside a server that only knows sentences. */
export async function api(rounds: number): Promise<Outcome[]> {
  const [twin, echo] = await Promise.all([
    startServer(import.meta.resolve('../peers/api-twin.ts')),
    startServer(import.meta.resolve('../peers/api-echo.ts')),
  ]);
  try {
    return [
      ...(await compare(rounds, `API: ${commands} commands on one connection`, (port) => sendCommands(port, commands))),
      ...(await compare(rounds, `API: ${connections} connections at once, 15 commands each`, async (port) => {
        await Promise.all(Array.from({ length: connections }, () => sendCommands(port, 15)));
      })),
    ];
  } finally {
    twin.process.kill();
    echo.process.kill();
  }

  async function compare(times: number, name: string, work: (port: number) => Promise<void>): Promise<Outcome[]> {
    const { ours, theirs } = await takeTurns(
      times,
      () => timed(() => work(twin.port)),
      () => timed(() => work(echo.port)),
    );
    const peer = { name: 'a server that always answers the same', samples: samples(theirs) };
    return [
      figure(name, samples(ours), { aim: threeThousand }),
      compared(`${name}, beside sentences alone`, samples(ours), peer),
    ];
  }
}

async function startServer(url: string): Promise<{ process: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [fileURLToPath(url)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { process: child, port: Number(String(line)) };
}

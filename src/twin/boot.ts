import { startConsoleServer } from './console-server.ts';
import { startControlServer } from './control-server.ts';
import { keptWithoutEffect } from './menu/kept-without-effect.ts';
import { startApiServer } from './services/api-server.ts';
import { giveBackMemory, ownRoom } from './spare-memory.ts';
import { Twin } from './twin.ts';
import { parseVersion } from './version.ts';

export interface BootOptions {
  readonly ros: string;
  /** A port of the router's own loopback: the harness's way in, which no rule sees and `/ip service` does not close. */
  readonly managementPort: number;
  readonly control: string;
  /** The name of an abstract socket for the router's own console; none without it. */
  readonly console?: string | undefined;
  readonly trustFile: string | undefined;
  readonly unplugged: readonly string[];
  readonly runDirectory: string;
  /** Is it counted what each condition of a firewall rule turns away? */
  readonly measured?: boolean;
}

export async function bootTwin(options: BootOptions): Promise<Twin> {
  const { managementPort, runDirectory, trustFile, unplugged, measured = false } = options;
  const version = parseVersion(options.ros);
  const twin = new Twin({ version, managementPort, runDirectory, trustFile, unplugged, measured });
  const at = { address: '127.0.0.1', port: managementPort };
  await Promise.all([
    twin.boot(),
    startApiServer({
      at,
      backend: twin.backend,
      version: twin.version,
      management: true,
      log: (text) => process.stderr.write(`${text}\n`),
    }),
    startControlServer(options.control, {
      clock: twin.clock,
      commit: () => twin.commit(),
      notes: () => keptWithoutEffect(twin.menus),
      coverage: async () => {
        await twin.flushLog();
        return await twin.firewall.coverage();
      },
    }),
  ]);
  if (options.console !== undefined) await startConsoleServer(options.console, twin);
  const room = ownRoom();
  if (room !== undefined) giveBackMemory(room);
  return twin;
}

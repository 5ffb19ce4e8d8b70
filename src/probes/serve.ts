import type { Host } from '../lab/host.ts';
import { probeFailure, runTool } from './run-tool.ts';

/** A TCP service on a host that accepts connections until the lab goes down; `what` is socat's word for who answers. */
export async function serve(host: Host, port: number, what = 'SYSTEM:cat >/dev/null'): Promise<void> {
  const asked = ['socat', '-u', '/dev/null', `TCP:127.0.0.1:${port}`];
  if ((await runTool(host, asked)).exitCode === 0) return;
  await host.start(['socat', `TCP-LISTEN:${port},fork,reuseaddr`, what]);
  const result = await runTool(host, [...asked.slice(0, -1), `${asked.at(-1)},retry=100,interval=0.02`]);
  if (result.exitCode !== 0) throw probeFailure('probe/serve-failed', `Nobody answers on port ${port}`, result);
}

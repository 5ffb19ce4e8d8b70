import type { Twin } from '../twin.ts';
import type { GuestQuirks } from './guest-quirks.ts';

/** What a router that has just been booted does otherwise than one that has been up for a while. */
export function playQuirks(
  twin: Twin,
  { lateMs, wrongBodyMs, importsSilently }: Pick<GuestQuirks, 'lateMs' | 'wrongBodyMs' | 'importsSilently'>,
): void {
  const bootedAt = twin.uptimeMs;
  twin.restIsReady = () => twin.uptimeMs - bootedAt >= wrongBodyMs;
  if (lateMs > 0) bringInterfacesLate(twin, lateMs);
  if (importsSilently) importSilently(twin);
}

function bringInterfacesLate(twin: Twin, lateMs: number): void {
  const interfaces = twin.menus.get('interface ethernet').items.map(({ props }) => props);
  twin.plugIn([]);
  twin.clock.at(twin.uptimeMs + lateMs, async () => {
    for (const props of interfaces) twin.menus.get('interface ethernet').deliver(props);
    await twin.commit();
  });
}

function importSilently({ backend }: Twin): void {
  const run = backend.run.bind(backend);
  backend.run = async (path, command, args, options) => {
    if (path.length > 0 || command !== 'import') return await run(path, command, args, options);
    return await run(path, command, args, options).catch(() => ({}));
  };
}

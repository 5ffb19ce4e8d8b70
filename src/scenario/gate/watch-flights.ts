import type { Lab } from '../../lab/lab.ts';
import { watchPackets } from '../../probes/watch-packets.ts';
import { labUpBody } from '../lab-up.ts';
import type { Tracer } from '../tracer.ts';
import { createFlights } from './flights.ts';

const tellEveryMs = 150;

/** Captures at every host of a lab and tells the trace, while it goes on, what they send and what comes back. */
export async function watchFlights(lab: Lab, { emit, sinceStart }: Tracer): Promise<AsyncDisposable> {
  const flights = createFlights(sinceStart);
  const { nodes } = labUpBody(lab);
  const places = nodes
    .filter(({ name }) => name !== lab.router.name)
    .flatMap(({ name, endpoints }) => endpoints.map((endpoint) => ({ name, ...endpoint })));
  const watches = await Promise.all(
    places.map(async ({ name, interface: interfaceName, mac = '' }) =>
      watchPackets(lab.host(name), interfaceName, (packet) =>
        flights.pass({ host: name, mac, packet, heardMs: Date.now() }),
      ),
    ),
  );
  const timer = setInterval(() => {
    const rows = flights.take(Date.now());
    if (rows.length > 0) emit({ type: 'flights', rows });
  }, tellEveryMs);
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await Promise.all(watches.map((watch) => watch[Symbol.asyncDispose]()));
    },
  };
}

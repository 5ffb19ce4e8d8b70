import { KnocklabError } from '../core/errors.ts';
import type { Lab } from '../lab/lab.ts';
import { nodesOf } from '../lab/topology/topology.ts';
import { type Capture, startCapture } from '../probes/capture.ts';
import { askedPackets } from './asked-packets.ts';
import type { Tracer } from './tracer.ts';

/** The captures of one scenario, from its first step to its last. */
export interface Captures {
  stop(): Promise<void>;
}

interface Place {
  readonly host: string;
  readonly interface: string;
}

/** Starts capturing at `HOST` (its first interface) or `HOST/INTERFACE`; each is kept as a pcap. */
export async function startCaptures(lab: Lab, places: readonly string[], tracer: Tracer): Promise<Captures> {
  const started = await Promise.all(
    places.map(async (text) => {
      const place = parsePlace(lab, text);
      return { place, capture: await startCapture(lab.host(place.host), place.interface) };
    }),
  );
  return {
    stop: async () => {
      await Promise.all(started.map(({ place, capture }) => save(place, capture, tracer)));
    },
  };
}

function parsePlace({ topology }: Lab, text: string): Place {
  const [host = '', wanted] = text.split('/');
  const interfaces = Object.keys(nodesOf(topology).find(({ name }) => name === host)?.interfaces ?? {});
  const found = wanted === undefined ? interfaces[0] : interfaces.find((name) => name === wanted);
  if (found !== undefined) return { host, interface: found };
  throw new KnocklabError('input/capture', `there is nothing to capture at "${text}"`, {
    evidence: nodesOf(topology)
      .map((node) => `${node.name}: ${Object.keys(node.interfaces).join(', ')}`)
      .join('\n'),
    remedy: 'Write a host, or a host and one of its interfaces: `router/ether1`.',
  });
}

async function save(place: Place, capture: Capture, { saveArtifact, emit, sinceStart }: Tracer): Promise<void> {
  const { pcap, packets } = await capture.stop();
  const artifact = await saveArtifact(`${place.host}-${place.interface}.pcap`, pcap);
  emit({ type: 'capture', ...place, packets: packets.length, artifact });
  const { rows, left } = askedPackets(packets, sinceStart);
  if (rows.length > 0) emit({ type: 'packets', ...place, rows, left });
}

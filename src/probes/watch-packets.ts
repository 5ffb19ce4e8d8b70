import { type DecodedPacket, decodeRecord } from '../core/packet/decode.ts';
import { createPcapReader } from '../core/packet/pcap.ts';
import type { Host } from '../lab/host.ts';

/**
 * Hands on each packet of an interface while it is being captured, up to a quarter of a second late. For showing: what
 * it is given proves nothing, and a capture that ends, ends silently.
 */
export async function watchPackets(
  host: Host,
  interfaceName: string,
  onPacket: (packet: DecodedPacket) => void,
): Promise<AsyncDisposable> {
  const dumpcap = await host.start(['dumpcap', '-q', '-P', '-i', interfaceName, '-w', '-']);
  const reader = createPcapReader();
  dumpcap.stdout.on('data', (chunk: Buffer) => {
    for (const record of reader.read(chunk)) onPacket(decodeRecord(record));
  });
  return dumpcap;
}

import { createSocket } from 'node:dgram';
import { BlockList } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeIp } from '../src/core/packet/ip.ts';
import { createPcapReader } from '../src/core/packet/pcap.ts';
import { startProcess } from '../src/process/start-process.ts';

/** Every network that a topology of the tests uses: on the machine's own interfaces none of them may ever be seen. */
const labNetworks = [
  '10.0.2.0/24',
  '10.10.10.0/24',
  '103.190.47.0/24',
  '149.154.167.220/32',
  '192.0.2.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
];
const markerPort = 47_998;
const marker = 'knocklab: is anybody watching?';
/** A network that this machine is itself in says nothing: its packets there are its own. */
const ownNetworks = new BlockList();
for (const { cidr, family } of Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])) {
  const [address = '', length = ''] = cidr?.split('/') ?? [];
  if (family === 'IPv4') ownNetworks.addSubnet(address, Number(length));
}
/** What one of the machine's own addresses sends or gets is its own affair: no lab has them, and nothing translates to them. */
const ownAddresses = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ family, internal }) => family === 'IPv4' && !internal)
  .map(({ address }) => address);
const watched = labNetworks.filter((network) => !ownNetworks.check(network.split('/')[0] ?? ''));
const labPackets = watched.map((network) => `net ${network}`).join(' or ');
const notOwn = ownAddresses.map((address) => ` and not host ${address}`).join('');
const filter = `((${labPackets})${notOwn}) or udp dst port ${markerPort}`;

/**
 * Watches the machine's own interfaces while the whole suite runs. A packet of its own on the loopback, at the end, shows
 * that the watch was not blind. Needs the right to capture: without it the suite says so and goes on.
 */
export default async function watchInterfaces(): Promise<(() => Promise<void>) | undefined> {
  const capture = await startProcess(['dumpcap', '-q', '-P', '-i', 'any', '-f', filter, '-w', '-']).catch(
    () => undefined,
  );
  if (capture === undefined) return notWatched('dumpcap is not installed');
  const pcap = createPcapReader();
  const seen = { markers: 0, leaked: 0, between: new Set<string>() };
  const begun = new Promise<void>((resolve) => {
    capture.stdout.on('data', (chunk: Buffer) => {
      for (const { data } of pcap.read(chunk)) {
        seen[data.includes(marker) ? 'markers' : 'leaked'] += 1;
        if (!data.includes(marker)) seen.between.add(endsOf(data));
      }
      resolve();
    });
  });
  const first = await Promise.race([begun, capture.ended]);
  if (first !== undefined) return notWatched(first.stderr.trim().split('\n').at(-1) ?? '');
  return async () => {
    await provenSighted(() => seen.markers > 0);
    await capture[Symbol.asyncDispose]();
    if (seen.leaked > 0)
      throw new Error(
        `${seen.leaked} packets of the labs' networks were seen on this machine's own interfaces: ${[...seen.between].slice(0, 5).join(', ')}`,
      );
    console.log(`No packet of any lab was seen on this machine's own interfaces (watched: ${watched.join(', ')}).`);
  };
}

/** `10.0.2.2 > 10.0.2.15`: whose packets they are; behind the 16 bytes that a capture on all interfaces begins with. */
function endsOf(data: Buffer): string {
  const ip = decodeIp(data.subarray(16));
  return ip === undefined ? 'no IP' : `${ip.source} > ${ip.destination}`;
}

function notWatched(reason: string): undefined {
  console.log(
    `The machine's own interfaces are not watched (${reason}); run as root to prove that no packet leaves the labs.`,
  );
  return undefined;
}

/** Sends markers until one is seen: what was captured before it has been read by then. */
async function provenSighted(sighted: () => boolean): Promise<void> {
  const socket = createSocket('udp4');
  for (let sent = 0; sent < 50 && !sighted(); sent++) {
    socket.send(marker, markerPort, '127.0.0.1');
    await pause(100);
  }
  socket.close();
  if (!sighted())
    throw new Error("the watch on this machine's own interfaces was blind: it did not see a packet of our own");
}

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeIp } from '../../src/core/packet/ip.ts';
import { createPcapReader } from '../../src/core/packet/pcap.ts';
import { startLab } from '../../src/lab/fabrics/fabric.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { findTopology, readTopology } from '../../src/lab/topology/read-topology.ts';
import type { RunningProcess } from '../../src/process/command.ts';
import { runCommand } from '../../src/process/run-command.ts';
import { startProcess } from '../../src/process/start-process.ts';

// Every host of a lab in containers tries to reach the machine, Docker's own bridge and the outside, in every way that a program
// has. The capture on all of the machine's interfaces sees the same attempt when the machine itself makes it: it isn't blind.

interface Sender {
  /** Sixteen characters, in each packet that can hold a word. */
  readonly word: string;
  /** Where it wants to go; the packets of a connection are known by it. */
  readonly port: number;
}
const fromLab: Sender = { word: randomBytes(8).toString('hex'), port: 47_996 };
const fromMachine: Sender = { word: randomBytes(8).toString('hex'), port: 47_997 };

let lab: Lab | undefined;
let capture: RunningProcess | undefined;
const accepted: Socket[] = [];
const servers = [fromLab, fromMachine].map(() => createServer((socket) => void accepted.push(socket)));
const seen = { lab: [] as string[], machine: new Set<string>() };

beforeAll(async () => {
  lab = await startLab('docker', await smallTopology(), { name: `no-way-out-${process.pid}` });
  for (const [index, { port }] of [fromLab, fromMachine].entries()) {
    const listening = servers[index]?.listen(port);
    if (listening !== undefined) await once(listening, 'listening');
  }
  capture = await startCapture();
}, 60_000);
afterAll(async () => {
  for (const socket of accepted) socket.destroy();
  for (const server of servers) server.close();
  await capture?.[Symbol.asyncDispose]();
  await lab?.down();
});

async function smallTopology() {
  return await readTopology(await findTopology('small', join(import.meta.dirname, '..', '..', 'lab', 'topologies')));
}

async function startCapture(): Promise<RunningProcess> {
  const filter = `icmp or icmp6 or port 53 or portrange ${fromLab.port}-${fromMachine.port}`;
  const running = await startProcess(['dumpcap', '-q', '-P', '-i', 'any', '-f', filter, '-w', '-']);
  const pcap = createPcapReader();
  const begun = new Promise<void>((resolve) => {
    running.stdout.on('data', (chunk: Buffer) => {
      for (const { data } of pcap.read(chunk)) look(data);
      resolve();
    });
  });
  await begun;
  return running;
}

/** What is neither's is the machine's own business. */
function look(data: Buffer): void {
  // Behind the 16 bytes that a capture on all interfaces begins with.
  const ip = decodeIp(data.subarray(16));
  if (ip === undefined) return;
  const isFrom = ({ word, port }: Sender): boolean => data.includes(word) || ip.tcp?.destinationPort === port;
  if (isFrom(fromLab)) seen.lab.push(`${ip.protocol} ${ip.source} > ${ip.destination}`);
  if (isFrom(fromMachine)) seen.machine.add(ip.protocol);
}

/** The same for a host and for the machine; each line is an attempt, and prints what came of it. */
const attempts = ({ word, port }: Sender, address: string): string => `exec 2> /dev/null
ping -c 1 -W 1 -p ${Buffer.from(word).toString('hex')} ${address} | grep -o '1 received'
echo ${word} | socat -u - UDP-SENDTO:${address.includes(':') ? `[${address}]` : address}:${port}
echo ${word} | socat -T 1 - TCP:${address.includes(':') ? `[${address}]` : address}:${port},connect-timeout=1 && echo connected
timeout 1 busybox nslookup ${word}.example ${address} | grep -o 'Name:.*'
true`;

function machineAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((ones) => ones ?? []);
  return all.filter(({ internal, scopeid }) => !internal && (scopeid ?? 0) === 0).map(({ address }) => address);
}

/** What an engine's bridge usually has, somebody's name server, and somebody at all. */
const elsewhere = ['172.17.0.1', '9.9.9.9', '203.0.113.99'];

test('nothing that a host sends to the machine, to Docker’s bridge or to the outside is on any interface of the machine', {
  timeout: 120_000,
}, async () => {
  expect(machineAddresses()).not.toEqual([]);
  const router = lab?.router;
  // It sends on whatever it is asked to: as much as a router can do to let the lab out.
  const open =
    'ip addr add 198.51.100.1/24 dev ether1; ip addr add 192.0.2.1/24 dev ether2; ip route add default dev ether1';
  expect((await router?.exec(['sh', '-ec', open]))?.exitCode).toBe(0);
  const targets = [...machineAddresses(), ...elsewhere];
  for (const host of lab?.hosts.values() ?? []) {
    const answers = await Promise.all(
      targets.map(
        async (address) => (await host.exec(['sh', '-c', attempts(fromLab, address)], { timeoutMs: 20_000 })).stdout,
      ),
    );
    expect(answers.join('')).toBe('');
    const name = await host.exec([
      'sh',
      '-c',
      `timeout 3 getent hosts ${fromLab.word}.example www.example.com || echo unknown`,
    ]);
    expect(name.stdout).toBe('unknown\n');
  }
  expect(accepted).toEqual([]);

  const [own = ''] = machineAddresses();
  const { stdout } = await runCommand(['sh', '-c', attempts(fromMachine, own)], { timeoutMs: 20_000 });
  expect(stdout).toBe('1 received\nconnected\n');
  expect(accepted).toHaveLength(1);
  await expect.poll(() => [...seen.machine].toSorted()).toEqual(['icmp', 'tcp', 'udp']);
  expect(seen.lab).toEqual([]);
});

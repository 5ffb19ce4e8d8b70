import { isIPv6 } from 'node:net';
import { addressOfHost, addressOfRouter } from '../../analysis/explain/addresses.ts';
import { type Deed, doDeed, parseDeed } from '../../analysis/explain/deeds.ts';
import { type Explanation, explainPacket, type PacketRequest } from '../../analysis/explain/explain-packet.ts';
import { explanationText } from '../../analysis/explain/explanation-text.ts';
import { KnocklabError } from '../../core/errors.ts';
import type { Source } from '../../core/source.ts';
import { readConfiguration } from '../../scenario/configuration.ts';
import { projectRoot } from '../../scenario/project-root.ts';
import { findRosVersion } from '../../scenario/ros-version.ts';
import { attachTestbed, type Testbed } from '../../scenario/testbed.ts';
import type { ExplainCommandOptions } from '../commands/explain.ts';
import { prepareTools } from '../prepare-tools.ts';
import type { Terminal } from '../terminal.ts';
import { openAnalysedLab } from './open-lab.ts';
import { placesIn } from './rule-places.ts';

/** Sends one packet through a router and says what its firewall did with it, and why. */
export async function explainCommand(
  file: string | undefined,
  options: ExplainCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const request = requestOf(options);
  const deeds = options.after.map(parseDeed);
  if ((file === undefined) === (options.name === undefined))
    throw new KnocklabError('input/explain', 'Whose firewall is it?', {
      remedy: 'Give a configuration, or with --name a lab that runs: one of the two.',
    });
  await prepareTools(terminal);
  const root = projectRoot(terminal.cwd);
  const configuration = file === undefined ? undefined : await readConfiguration(file, root);
  const ros = options.ros ?? findRosVersion(configuration?.text ?? '') ?? '7';
  const testbed = await open(configuration, ros, options, root);
  try {
    const explanation = await explain(testbed, deeds, request);
    const placeOf = placesIn(configuration, ros);
    terminal.stdout.write(
      options.json
        ? `${JSON.stringify(plain(explanation), undefined, 1)}\n`
        : `${explanationText(explanation, placeOf)}\n`,
    );
  } finally {
    await (options.name === undefined ? testbed[Symbol.asyncDispose]() : testbed.leave());
  }
}

function requestOf({ from, to, ipv6, tcp, udp, icmp, source, established }: ExplainCommandOptions): PacketRequest {
  const asked = [tcp, udp, icmp || undefined].filter((one) => one !== undefined);
  if (asked.length !== 1)
    throw new KnocklabError('input/explain', 'Which packet is it?', {
      remedy: 'Give exactly one of --tcp PORT, --udp PORT and --icmp.',
    });
  if (established && (tcp === undefined || source !== undefined))
    throw new KnocklabError('input/explain', 'Only a TCP connection of the host’s own can be opened.', {
      remedy: 'Use --established with --tcp, and without --source.',
    });
  const port = tcp ?? udp;
  return {
    from,
    to,
    family: ipv6 || isIPv6(to) || isIPv6(source ?? '') ? 'ipv6' : 'ip',
    protocol: tcp !== undefined ? 'tcp' : udp !== undefined ? 'udp' : 'icmp',
    ...(port === undefined ? {} : { port }),
    ...(source === undefined ? {} : { source }),
    state: established ? 'established' : 'new',
  };
}

async function open(
  configuration: Source | undefined,
  ros: string,
  { name, topology = 'paper' }: ExplainCommandOptions,
  root: string,
): Promise<Testbed> {
  if (name !== undefined) return await attachTestbed(name);
  return await openAnalysedLab({ topology, root, configuration, ros, name: `explain-${process.pid}` });
}

async function explain(testbed: Testbed, deeds: readonly Deed[], request: PacketRequest): Promise<Explanation> {
  const { lab, router } = testbed;
  const host = lab.host(request.from);
  const source = addressOfHost(lab, host.name, request.family) ?? '';
  const address = (await addressOfRouter(lab, router, host.name, request.family)) ?? '';
  for (const deed of deeds) await doDeed(deed, host, { source, address }, router);
  return await explainPacket(testbed, request);
}

function plain({ facts, walk }: Explanation): unknown {
  const { sourceLists, destinationLists, ...rest } = facts;
  return { packet: { ...rest, sourceLists: [...sourceLists], destinationLists: [...destinationLists] }, ...walk };
}

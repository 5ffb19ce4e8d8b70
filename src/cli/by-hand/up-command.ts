import { resolve } from 'node:path';
import { toolsFor } from '../../lab/system-tools.ts';
import { readConfiguration } from '../../scenario/configuration.ts';
import { projectRoot } from '../../scenario/project-root.ts';
import { findRosVersion } from '../../scenario/ros-version.ts';
import { openTestbed, type Testbed, type TestbedOptions } from '../../scenario/testbed.ts';
import type { UpCommandOptions } from '../commands/up.ts';
import { prepareTools } from '../prepare-tools.ts';
import { routerImage } from '../router-image.ts';
import type { Terminal } from '../terminal.ts';

// What the commands without options show: the paper's network with its whole system.
const usualTopology = 'paper';
const usualConfiguration = 'husain/scheme3.rsc';

/** Builds a lab, leaves it running and says who is where and how to go on. */
export async function upCommand(options: UpCommandOptions, terminal: Terminal): Promise<void> {
  const { topology = usualTopology, name, fabric } = options;
  const root = projectRoot(terminal.cwd);
  const config = options.config ?? (options.topology === undefined ? usualConfiguration : undefined);
  const configuration = config === undefined ? undefined : await readConfiguration(config, root);
  const ros = options.ros ?? findRosVersion(configuration?.text ?? '') ?? '7';
  const chr = await chrOf(options, terminal);
  await prepareTools(terminal, toolsFor(options.router, fabric));
  const clock = chr === undefined ? options.clock : 'real';
  const bed = { topology, root, configuration, ros, clock, fabric, name, keep: true };
  const testbed = await openTestbed(chr === undefined ? bed : { ...bed, chr });
  if (configuration !== undefined) await declareBots(testbed, configuration.text);
  terminal.stdout.write(`${description(testbed, name)}\n`);
  await testbed.leave();
}

async function chrOf(options: UpCommandOptions, terminal: Terminal): Promise<TestbedOptions['chr']> {
  const image = await routerImage(options, terminal);
  if (image === undefined) return undefined;
  const evidenceFolder = resolve(terminal.cwd, 'reports', 'router');
  const demanded = options.ros === undefined ? {} : { demandedRos: options.ros };
  return { image, evidenceFolder, snapshots: options.snapshot, ...demanded };
}

/** In a lab by hand the Bot API knows the bots and chats that the configuration names: alerts arrive. */
async function declareBots({ telegram }: Testbed, text: string): Promise<void> {
  const tokens = new Set(text.match(/\b\d{6,}:[\w-]{20,}/g));
  const chats = new Set([...text.matchAll(/chat_?id[^\w-]{1,4}(-?\d{5,})/gi)].map(([, chat = '']) => chat));
  for (const token of tokens) await telegram?.declare({ token, name: 'lab', chats: [...chats] });
}

function description({ labUp }: Testbed, name: string): string {
  const rows = labUp.nodes.flatMap(({ name: node, endpoints }) =>
    endpoints.map((endpoint) => [node, endpoint.interface, endpoint.address ?? '–', endpoint.network]),
  );
  const inLab = name === 'lab' ? '' : ` --name ${name}`;
  return [
    `lab "${name}" is up after ${labUp.durationMs} ms`,
    '',
    ...table(rows),
    '',
    `  knocklab exec${inLab} HOST -- COMMAND`,
    `  knocklab router${inLab} '/ip firewall filter print stats'`,
    `  knocklab clock advance${inLab} 31s`,
    `  knocklab telegram${inLab}`,
    `  knocklab down${inLab}`,
  ].join('\n');
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd());
}

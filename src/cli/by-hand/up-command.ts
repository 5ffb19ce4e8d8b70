import { readConfiguration } from '../../scenario/configuration.ts';
import { projectRoot } from '../../scenario/project-root.ts';
import { findRosVersion } from '../../scenario/ros-version.ts';
import { openTestbed, type Testbed } from '../../scenario/testbed.ts';
import type { UpCommandOptions } from '../commands/up.ts';
import { prepareTools } from '../prepare-tools.ts';
import type { Terminal } from '../terminal.ts';

// What the commands without options show: the paper's network with its whole system.
const usualTopology = 'paper';
const usualConfiguration = 'husain/scheme3.rsc';

/** Builds a lab, leaves it running and says who is where and how to go on. */
export async function upCommand(options: UpCommandOptions, terminal: Terminal): Promise<void> {
  await prepareTools(terminal);
  const { topology = usualTopology, name, clock, fabric } = options;
  const root = projectRoot(terminal.cwd);
  const config = options.config ?? (options.topology === undefined ? usualConfiguration : undefined);
  const configuration = config === undefined ? undefined : await readConfiguration(config, root);
  const ros = options.ros ?? findRosVersion(configuration?.text ?? '') ?? '7';
  const testbed = await openTestbed({ topology, root, configuration, ros, clock, fabric, name, keep: true });
  if (configuration !== undefined) await declareBots(testbed, configuration.text);
  terminal.stdout.write(`${description(testbed, name)}\n`);
  await testbed.leave();
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

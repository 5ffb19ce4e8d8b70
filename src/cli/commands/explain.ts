import type { AddCommand } from '../add-command.ts';
import { debugOption, oneOf, portNumber } from '../add-command.ts';

export interface ExplainCommandOptions {
  readonly from: string;
  readonly to: string;
  readonly ipv6: boolean;
  readonly tcp?: number;
  readonly udp?: number;
  readonly icmp: boolean;
  readonly source?: string;
  readonly established: boolean;
  readonly after: readonly string[];
  readonly name?: string;
  readonly topology?: string;
  readonly ros?: '6.49' | '7';
  readonly json: boolean;
}

export const addExplainCommand: AddCommand = (program, { terminal }) => {
  program
    .command('explain')
    .description("one packet: the rules that it meets, in order, and the one that decides, by the kernel's own trace")
    .argument('[file.rsc]', 'a name below lab/router/ or a file; with --name, what the running lab has')
    .requiredOption('--from <host>', 'who sends it: attacker, client, admin …')
    .option('--to <host>', 'the router, a host, or an address', 'router')
    .option('--ipv6', 'over IPv6', false)
    .option('--tcp <port>', 'a TCP SYN to this port', portNumber)
    .option('--udp <port>', 'a UDP datagram to this port', portNumber)
    .option('--icmp', 'a ping', false)
    .option('--source <address>', 'what it claims as its source instead of the host’s own address')
    .option('--established', 'not the first packet of a TCP connection, but one of it when it has been opened', false)
    .option('--after <deed...>', 'what the host does before: scan, knock=1000/tcp,2000/udp, listed=LIST', [])
    .option('--name <lab>', 'a running lab (knocklab up), as it is now')
    .option('--topology <file>', 'a name in lab/topologies/ or a file (default: the paper’s network)')
    .option('--ros <version>', 'the RouterOS that the router plays: 6.49 or 7', oneOf('6.49', '7'))
    .option('--json', 'print it as JSON', false)
    .option(...debugOption, false)
    .action(async (file: string | undefined, options: ExplainCommandOptions) => {
      const { explainCommand } = await import('../analysis/explain-command.ts');
      await explainCommand(file, options, terminal);
    });
};

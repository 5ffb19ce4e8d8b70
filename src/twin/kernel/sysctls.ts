import { writeFile } from 'node:fs/promises';

/** RouterOS's defaults where Linux's differ (firewall-facts 6.1, 4.3, 7): timeouts in seconds. */
const values: Readonly<Record<string, string>> = {
  'net/ipv4/ip_forward': '1',
  'net/ipv4/conf/all/rp_filter': '0',
  'net/ipv4/conf/default/rp_filter': '0',
  // icmp-rate-limit: 10 ms between two ICMP errors to one host, where Linux lets a second pass.
  'net/ipv4/icmp_ratelimit': '10',
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
  'net/netfilter/nf_conntrack_generic_timeout': '600',
};

/** Sets the router's namespace up. A kernel without connection tracking's files has none of it loaded yet: not an error. */
export async function routerSysctls(): Promise<void> {
  await Promise.all(
    Object.entries(values).map(([name, value]) => writeFile(`/proc/sys/${name}`, value).catch(ignoreMissing)),
  );
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

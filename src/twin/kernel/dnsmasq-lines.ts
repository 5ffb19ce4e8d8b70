import type { Twin } from '../twin.ts';
import { advertisementLines } from './dnsmasq-advertisements.ts';
import { dhcpLines } from './dnsmasq-dhcp.ts';

/** The router's DHCP servers and router advertisements in dnsmasq's words; nothing when there are none. */
export function dnsmasqLines(twin: Twin, kernelName: (name: string) => string): string[] {
  const lines = [...dhcpLines(twin, kernelName), ...advertisementLines(twin, kernelName)];
  // Names are none of its business: the twin answers for them itself.
  return lines.length === 0 ? [] : ['port=0', ...lines];
}

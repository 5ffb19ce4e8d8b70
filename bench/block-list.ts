const network = (index: number): string => `${11 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}.0/24`;

/** A list of so many networks, as people load them. */
export function blockList(entries: number): string {
  const lines = Array.from({ length: entries }, (_, index) => `add address=${network(index)} list=block\n`);
  return `/ip firewall address-list\n${lines.join('')}`;
}

/** The same list, as the kernel's own tool takes it. */
export function blockListForIpset(entries: number): string {
  const lines = Array.from({ length: entries }, (_, index) => `add block ${network(index)}\n`);
  return `create block hash:net maxelem 1048576\n${lines.join('')}`;
}

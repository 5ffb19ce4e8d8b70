/** A lease that the router's DHCP server has given. */
export interface DhcpLease {
  readonly mac: string;
  readonly address: string;
  readonly hostName: string | undefined;
  readonly expiresInSeconds: number;
}

/** dnsmasq's lease file: `EXPIRES MAC ADDRESS NAME CLIENT-ID` a line, `*` for what is not known. */
export function parseDhcpLeases(file: string, nowMs: number): DhcpLease[] {
  return file.split('\n').flatMap((line) => {
    const [expires = '', mac = '', address = '', hostName = '*'] = line.split(' ');
    if (mac === '') return [];
    return [
      {
        mac: mac.toUpperCase(),
        address,
        hostName: hostName === '*' ? undefined : hostName,
        expiresInSeconds: Number(expires) - Math.floor(nowMs / 1000),
      },
    ];
  });
}

/** A client has got or renewed its lease, or given it back. */
export interface LeaseEvent {
  readonly bound: boolean;
  readonly address: string;
  readonly mac: string;
  readonly hostName: string | undefined;
}

/** What dnsmasq says of its work: `dnsmasq-dhcp: DHCPACK(eth0) 192.0.2.10 02:00:00:00:00:01 name`. */
export function parseLeaseEvent(line: string): LeaseEvent | undefined {
  const [, kind, address = '', mac = '', hostName] =
    /\b(DHCPACK|DHCPRELEASE)\(\S+\) (\S+) ([0-9a-f:]{17})(?: (\S+))?/.exec(line) ?? [];
  return kind === undefined ? undefined : { bound: kind === 'DHCPACK', address, mac: mac.toUpperCase(), hostName };
}

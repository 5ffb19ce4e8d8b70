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

/**
 * All that a host of a lab may do: links, addresses, filters; raw sockets; ports below 1024. Nothing of it reaches beyond
 * its own network namespace. CHOWN, SETUID, SETGID and DAC_OVERRIDE are what its servers drop privileges with.
 */
export const capabilities = [
  'NET_ADMIN',
  'NET_RAW',
  'NET_BIND_SERVICE',
  'CHOWN',
  'DAC_OVERRIDE',
  'SETGID',
  'SETUID',
  'KILL',
] as const;

/** What stands before a command that root of this machine runs in a container, so that it has no more rights than that. */
export const dropRights: readonly string[] = [
  'setpriv',
  `--bounding-set=-all,${capabilities.map((name) => `+${name.toLowerCase()}`).join(',')}`,
  '--inh-caps=-all',
  '--no-new-privs',
  '--',
];

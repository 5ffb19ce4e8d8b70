import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';
import type { RosVersion } from '../../version.ts';

const ctr = ['aes192-ctr', 'aes128-ctr', 'aes256-ctr'] as const;
const cbc = ['aes192-cbc', 'aes128-cbc', 'aes256-cbc', '3des-cbc'] as const;

/** What RouterOS offers, as far as the library can do it; `strong-crypto=yes` leaves out what is weak (MikroTik's manual, "SSH"). */
export function offeredAlgorithms(
  version: RosVersion,
  options: { strong: boolean; hostKey: 'rsa' | 'ed25519' },
): Algorithms {
  const { strong, hostKey } = options;
  const hostKeys: ServerHostKeyAlgorithm[] =
    hostKey === 'ed25519' ? ['ssh-ed25519'] : ['rsa-sha2-256', ...(strong ? [] : (['ssh-rsa'] as const))];
  return {
    kex: [
      'curve25519-sha256',
      'curve25519-sha256@libssh.org',
      'diffie-hellman-group-exchange-sha256',
      ...(strong
        ? []
        : ([
            'diffie-hellman-group-exchange-sha1',
            'diffie-hellman-group14-sha1',
            'diffie-hellman-group1-sha1',
          ] as const)),
    ],
    serverHostKey: hostKeys,
    cipher: [...ctr, ...(strong ? [] : cbc)],
    hmac: [
      ...(version.major > 6 || strong ? (['hmac-sha2-256'] as const) : []),
      ...(strong ? [] : (['hmac-sha1'] as const)),
      ...(strong || version.major > 6 ? [] : (['hmac-md5'] as const)),
    ],
    compress: ['none'],
  };
}

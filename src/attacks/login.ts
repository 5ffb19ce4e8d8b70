import { setTimeout as sleep } from 'node:timers/promises';
import { type Attack, givesWay, holds } from './attack.ts';

/** An SSH connection takes several passwords: enough of them for more connections than any recipe lets through. */
const tries = 40;
/** From so many on nobody has stopped it; hydra counts a connection that was cut as a try, so it is not all of them. */
const many = 35;
const user = 'admin';

/**
 * hydra, or OpenSSH in a loop where hydra's library and the router know no common algorithm: libssh has given up SHA-1,
 * and RouterOS 6 has nothing else without strong-crypto.
 */
const guesses = `
words=$(mktemp)
seq -f 'guess-%g' "$3" > "$words"
trap 'rm -f "$words" hydra.restore' EXIT
cd /tmp
answer=$(timeout 10 hydra -t 4 -w 2 -I -l "$1" -P "$words" "ssh://$2" 2>&1)
echo "$answer"
case $answer in *'[ERROR]'*) ;; *) exit 0 ;; esac
options='-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o NumberOfPasswordPrompts=1 -o ConnectTimeout=1
  -o HostKeyAlgorithms=+ssh-rsa -o MACs=+hmac-sha1 -o PubkeyAuthentication=no'
while read -r word; do
  answer=$(sshpass -p "$word" ssh $options "$1@$2" true 2>&1 </dev/null)
  case $answer in *'Permission denied'*) ;; *) echo "$answer"; break ;; esac
done < "$words"
`;

const bruteForce: Attack = {
  id: 'login-brute-force',
  family: 'login',
  title: 'passwords by the dozen, after the knock',
  tries:
    'to guess the password, once somebody has come as far as the login: by a knock that was heard, or from behind the same NAT',
  how: `hydra with ${tries} passwords on SSH (OpenSSH where hydra knows no common algorithm), from the address that has knocked`,
  holding: `the attacker is shut out before he has tried ${many} of ${tries} passwords`,
  notApplicable: ({ guarded, target }) => {
    if (target !== undefined) return 'the guarded host is not the router';
    return guarded.includes(22) ? undefined : 'SSH is not among the guarded ports';
  },
  run: async ({ system, context, openFor, openTo }) => {
    const { administrator } = system;
    await openFor(administrator);
    if (!(await openTo(administrator)).includes(22))
      throw new Error('the administrator’s own knock did not open port 22');
    const address = await administrator.addressOf(context.router);
    const failure = new RegExp(`login failure for user ${user} from ${administrator.address} via ssh`);
    const before = (await context.router.log(failure)).lines.length;
    const count = async (): Promise<number> => (await context.router.log(failure)).lines.length - before;
    const enough = new AbortController();
    const argv = ['bash', '-c', guesses, 'guess', user, address, `${tries}`];
    const ended = administrator.exec(argv, { signal: enough.signal });
    const isShut = async (): Promise<boolean> => !(await openTo(administrator)).includes(22);
    await untilDecided({ count, isShut, ended });
    enough.abort();
    const { stdout, stderr } = await ended;
    const failures = await count();
    if (failures === 0) throw new Error(`hydra tried nothing: ${stdout.slice(-300)} ${stderr.slice(-300)}`);
    return failures >= many
      ? givesWay(`${failures} of ${tries} passwords were tried, and nobody stopped it`)
      : holds(`shut out after ${failures} of ${tries} passwords`);
  },
};

/** A pause of hydra's, or the end: then a look at the port tells which. */
const pauseMs = 500;

interface Guessing {
  /** Passwords tried so far. */
  readonly count: () => Promise<number>;
  /** Whether the login is out of reach by now. */
  readonly isShut: () => Promise<boolean>;
  readonly ended: Promise<unknown>;
}

/** Until enough passwords were tried, or the attacker is shut out, or the tool has ended: hydra itself waits for long. */
async function untilDecided({ count, isShut, ended }: Guessing): Promise<void> {
  let hasEnded = false;
  const end = (): void => {
    hasEnded = true;
  };
  void ended.then(end, end);
  let seen = 0;
  let since = performance.now();
  while (!hasEnded && seen < many) {
    await sleep(100);
    const failures = await count();
    // A look is a connection too, and would be counted with the attacker's: none before the first password.
    const paused = seen > 0 && performance.now() - since > pauseMs;
    if (failures > seen || paused) since = performance.now();
    if (failures === seen && paused && (await isShut())) return;
    seen = failures;
  }
}

export const logins: readonly Attack[] = [bruteForce];

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
answer=$(timeout 5 hydra -t 4 -w 2 -I -l "$1" -P "$words" "ssh://$2" 2>&1)
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
    const { stdout, stderr } = await administrator.exec(['bash', '-c', guesses, 'guess', user, address, `${tries}`]);
    const failures = (await context.router.log(failure)).lines.length - before;
    if (failures === 0) throw new Error(`hydra tried nothing: ${stdout.slice(-300)} ${stderr.slice(-300)}`);
    return failures >= many
      ? givesWay(`${failures} of ${tries} passwords were tried, and nobody stopped it`)
      : holds(`shut out after ${failures} of ${tries} passwords`);
  },
};

export const logins: readonly Attack[] = [bruteForce];

import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import type { Console, ConsoleEvents } from './consoles.ts';

/**
 * A shell that can do to the lab what it likes, and nothing to this machine: its network is the host's, which leads
 * nowhere; of the machine's files it sees what is needed to run programs, and can write to none. Measured: as root, an
 * unconfined shell of a lab's namespace could write to the machine's files, for uid 0 is uid 0 there.
 */
const cage = `
set -e
# A mount that is locked keeps its flags only when they are named again.
while read -r _ _ _ _ at flags _; do
  mount -o "remount,bind,ro,$(printf %s "$flags" | sed 's/\\brw\\b/ro/')" "$at" 2>/dev/null || :
done </proc/self/mountinfo
mount -t tmpfs -o size=16m,mode=755 tmpfs /tmp
mkdir /tmp/dev /tmp/empty
mount -t tmpfs -o size=64k,mode=755 tmpfs /tmp/dev
for name in null zero full random urandom tty; do : >/tmp/dev/$name; mount --bind /dev/$name /tmp/dev/$name; done
mkdir /tmp/dev/pts
# Terminals of its own: those of the machine are other people's.
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts /tmp/dev/pts
ln -s pts/ptmx /tmp/dev/ptmx
for name in /root /home /run /var/tmp /srv /mnt /media; do [ ! -d $name ] || mount -t tmpfs -o size=16m tmpfs $name; done
for name in /etc/shadow /etc/gshadow; do [ ! -e $name ] || mount --bind /dev/null $name; done
mount --move /tmp/dev /dev
touch /etc/.knocklab 2>/dev/null && { echo 'the files of this machine could not be protected'; exit 1; }
confine='setpriv --no-new-privs --inh-caps -all --bounding-set -all,+net_raw,+net_admin,+net_bind_service,+kill,+setuid,+setgid,+chown'
`;

/** In a container its files and rights are those of the container already. */
const contained = `
set -e
confine=
`;

/** The shell, on a terminal that grows and shrinks with the page's. */
const shell = `
cd /root 2>/dev/null || cd /tmp
export HOME=$PWD HISTFILE= TERM=xterm-256color PS1="\\[\\e[1m\\]$1\\[\\e[0m\\]:\\w# "
own=$(mktemp -d)
# Read by sh: a container lets no program be started from its /tmp.
printf 'tty >%s/terminal\\nexec bash --norc --noprofile -i\\n' "$own" >"$own/shell"
while read -r columns rows; do
  for _ in $(seq 40); do [ -s "$own/terminal" ] && break; sleep 0.05; done
  $confine stty -F "$(cat "$own/terminal")" cols "$columns" rows "$rows"
done <&3 >/dev/null 2>&1 &
exec $confine socat - "EXEC:sh $own/shell,pty,setsid,ctty,stderr,sane" 3<&-
`;

/** Of the environment only what a shell needs: no key or token of whoever started the demonstration. */
const environment = (): NodeJS.ProcessEnv => ({
  PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`,
  LANG: 'C.UTF-8',
});

/** A host that a shell is wanted on. */
export interface ShellPlace {
  readonly host: string;
  /** What stands before a command to run it there. */
  readonly through: readonly string[];
  readonly isContainer: boolean;
}

function argvOf({ host, through, isContainer }: ShellPlace): string[] {
  const ownMounts = isContainer ? [] : ['unshare', '--mount', '--propagation', 'private', '--'];
  return [...through, ...ownMounts, 'sh', '-c', `${isContainer ? contained : cage}${shell}`, 'sh', host];
}

/** A shell on a host of the lab, on a terminal of its own. */
export function openHostConsole(place: ShellPlace, { output, ended }: ConsoleEvents): Console {
  const [program = '', ...args] = argvOf(place);
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe', 'pipe'], env: environment(), detached: true });
  const sizes = child.stdio[3] as Writable;
  let errors = '';
  child.stdout?.on('data', output);
  child.stderr?.on('data', (bytes: Buffer) => {
    errors = (errors + bytes.toString()).slice(-100);
  });
  for (const stream of [child.stdin, sizes]) stream?.on('error', () => undefined);
  child.on('error', (error) => ended(error.message));
  child.on('close', (code) => ended(code === 0 ? 'the shell has ended' : `the shell has ended: ${errors}`));
  return {
    input: (keys) => void child.stdin?.write(keys),
    resize: (columns, rows) => void sizes.write(`${columns} ${rows}\n`),
    close: () => {
      child.stdin?.end();
      if (child.pid !== undefined && child.exitCode === null) kill(child.pid);
    },
  };
}

/** nsenter, socat and what the shell still runs: their group, and the shell's terminal goes with socat. */
function kill(pid: number): void {
  try {
    process.kill(-pid, 'SIGHUP');
  } catch {
    // It has gone meanwhile.
  }
}

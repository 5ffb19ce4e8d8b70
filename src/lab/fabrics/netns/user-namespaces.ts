import { existsSync, readFileSync } from 'node:fs';
import { KnocklabError } from '../../../core/errors.ts';

/** What decides whether an ordinary user may make namespaces. Undefined: this kernel has no such setting. */
export interface NamespaceLimits {
  readonly maxUserNamespaces: string | undefined;
  readonly unprivilegedClone: string | undefined;
  readonly appArmorRestricts: string | undefined;
  readonly inContainer: boolean;
  readonly isRoot: boolean;
}

function readNamespaceLimits(): NamespaceLimits {
  return {
    maxUserNamespaces: setting('user/max_user_namespaces'),
    unprivilegedClone: setting('kernel/unprivileged_userns_clone'),
    appArmorRestricts: setting('kernel/apparmor_restrict_unprivileged_userns'),
    inContainer: ['/.dockerenv', '/run/.containerenv'].some((file) => existsSync(file)),
    isRoot: process.geteuid?.() === 0,
  };
}

function setting(name: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${name}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** Why a sandbox could not be made, with the way out for the cause that is found. */
export function userNamespacesRefused(
  evidence: string,
  limits: NamespaceLimits = readNamespaceLimits(),
): KnocklabError {
  if (evidence.includes('/dev/null')) return noNullDevice(evidence);
  const [cause, remedy] = causeOf(evidence, limits);
  return new KnocklabError('lab/no-user-namespaces', `No sandbox can be made here: ${cause}.`, { evidence, remedy });
}

function causeOf(evidence: string, limits: NamespaceLimits): [cause: string, remedy: string] {
  const { maxUserNamespaces, unprivilegedClone, appArmorRestricts, inContainer, isRoot } = limits;
  if (unprivilegedClone === '0') return settingCause('kernel.unprivileged_userns_clone', '0', '1');
  // The kernel says ENOSPC, and a process in a namespace does not see the limits of those around it.
  if (maxUserNamespaces === '0' || evidence.includes('No space left on device')) {
    return maxUserNamespaces === '0' ? settingCause('user.max_user_namespaces', '0', '15000') : outerLimit;
  }
  if (appArmorRestricts === '1' && !isRoot) {
    return settingCause('kernel.apparmor_restrict_unprivileged_userns', '1', '0');
  }
  if (inContainer) return ['this container forbids new namespaces', containerRemedy];
  return [
    'unshare fails, as it does in a chroot and under a seccomp filter',
    'Run knocklab outside of it, or as root; the evidence holds what unshare says.',
  ];
}

const outerLimit: [cause: string, remedy: string] = [
  'the limit of user namespaces (user.max_user_namespaces) of this machine or of a container around is reached',
  'Run "sudo sysctl user.max_user_namespaces=15000" on the machine itself, or knocklab as root.',
];

function noNullDevice(evidence: string): KnocklabError {
  return new KnocklabError('lab/no-null-device', 'No lab can be built here: /dev/null cannot be read and written.', {
    evidence,
    remedy:
      'Run "ls -l /dev/null": it has to be "crw-rw-rw-"; "sudo chmod 666 /dev/null" gives it its rights, and where it is a file, ' +
      '"sudo rm /dev/null && sudo mknod -m 666 /dev/null c 1 3" makes it anew.',
  });
}

const containerRemedy =
  'Start the container with --privileged, or with --cap-add SYS_ADMIN --cap-add NET_ADMIN ' +
  '--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined.';

function settingCause(name: string, value: string, wanted: string): [cause: string, remedy: string] {
  return [`${name} is ${value}`, `Run "sudo sysctl ${name}=${wanted}", or knocklab as root.`];
}

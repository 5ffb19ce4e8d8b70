import { expect, test } from 'vitest';
import { type NamespaceProbe, requireIsolation } from './isolation.ts';
import { type NamespaceLimits, userNamespacesRefused } from './user-namespaces.ts';

const sealed: NamespaceProbe = {
  namespace: (pid, kind) => `${kind}:[${pid === 'self' ? 1 : 2}]`,
  interfaces: () => ['lo', 'tunl0', 'sit0'],
};

test('accepts a sandbox with nothing but a loopback and idle tunnels', () => {
  expect(() => requireIsolation(7, sealed)).not.toThrow();
});

test.each([
  ['net', "its network namespace is the machine's own"],
  ['mnt', "its mount namespace is the machine's own"],
])('refuses the machine’s own %s namespace', (shared, reason) => {
  const namespace: NamespaceProbe['namespace'] = (pid, kind) =>
    `${kind}:[${pid === 'self' || kind === shared ? 1 : 2}]`;
  expect(() => requireIsolation(7, { ...sealed, namespace })).toThrow(reason);
});

test('refuses a sandbox with an interface that the lab has not made', () => {
  const probe = { ...sealed, interfaces: () => ['lo', 'eth0'] };
  expect(() => requireIsolation(7, probe)).toThrow(
    expect.objectContaining({ code: 'lab/no-sandbox', message: expect.stringContaining('it has the interface eth0') }),
  );
});

test('refuses the process that runs the tests', () => {
  expect(() => requireIsolation(process.pid)).toThrow(expect.objectContaining({ code: 'lab/no-sandbox' }));
});

const free: NamespaceLimits = {
  maxUserNamespaces: '96365',
  unprivilegedClone: undefined,
  appArmorRestricts: undefined,
  inContainer: false,
  isRoot: false,
};

test.each<[Partial<NamespaceLimits>, cause: string, remedy: string]>([
  [{ inContainer: true }, 'this container forbids', '--privileged'],
  [{ inContainer: true, maxUserNamespaces: '0' }, 'user.max_user_namespaces is 0', 'sysctl'],
  [{ unprivilegedClone: '0' }, 'kernel.unprivileged_userns_clone is 0', 'sysctl kernel.unprivileged_userns_clone=1'],
  [{ maxUserNamespaces: '0' }, 'user.max_user_namespaces is 0', 'sysctl user.max_user_namespaces=15000'],
  [{ appArmorRestricts: '1' }, 'apparmor_restrict_unprivileged_userns is 1', 'userns=0'],
  [{ appArmorRestricts: '1', isRoot: true }, 'chroot', 'evidence'],
  [{}, 'chroot', 'evidence'],
])('names the cause and the remedy for %j', (limits, cause, remedy) => {
  const error = userNamespacesRefused('unshare: Operation not permitted', { ...free, ...limits });
  expect(error.code).toBe('lab/no-user-namespaces');
  expect(error.message).toContain(cause);
  expect(error.remedy).toContain(remedy);
  expect(error.evidence).toBe('unshare: Operation not permitted');
});

test('tells a machine without a usable /dev/null from one without namespaces', () => {
  const error = userNamespacesRefused('sh: 2: cannot open /dev/null: Permission denied', free);
  expect(error).toMatchObject({ code: 'lab/no-null-device', remedy: expect.stringContaining('mknod') });
});

test('takes ENOSPC for the limit of a surrounding namespace', () => {
  const error = userNamespacesRefused('unshare: unshare failed: No space left on device', {
    ...free,
    inContainer: true,
  });
  expect(error.message).toContain(
    'the limit of user namespaces (user.max_user_namespaces) of this machine or of a container around',
  );
});

import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCommand } from '../../process/run-command.ts';

const program = fileURLToPath(new URL('fixtures/scan-services.ts', import.meta.url));
const namespaces = ['unshare', '--user', '--map-root-user', '--net', '--mount', '--pid', '--fork', '--kill-child'];
const withLoopback = ['sh', '-c', 'ip link set lo up && exec "$@"', 'sh', process.execPath, program];

test('nmap names every service as it names those of a router', { timeout: 60_000 }, async () => {
  const { stdout } = await runCommand([...namespaces, ...withLoopback, '-sV', '-p', '21,22,23,80,2000']);
  const lines = stdout.split('\n').map((line) => line.replaceAll(/ +/g, ' ').trim());
  expect(lines).toEqual(
    expect.arrayContaining([
      '21/tcp open ftp MikroTik router ftpd 6.49.18',
      '22/tcp open ssh MikroTik RouterOS sshd (protocol 2.0)',
      '23/tcp open telnet Linux telnetd',
      '80/tcp open http MikroTik router config httpd',
      '2000/tcp open bandwidth-test MikroTik bandwidth-test server',
      expect.stringMatching(
        /^Service Info: Host: gw-1; OSs: Linux, RouterOS; Device: router; CPE: cpe:\/o:mikrotik:routeros/,
      ),
    ]),
  );
});

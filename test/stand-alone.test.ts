import { once } from 'node:events';
import { createServer } from 'node:http';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';
import { expectShown } from './shown.ts';

let project: Project;
beforeEach(() => {
  project = createProject();
  onTestFinished(() => project[Symbol.dispose]());
});

describe('knocklab script', () => {
  test('prints what the console would print, and nothing else', async () => {
    project.write('a.rsc', ':put "hello"\n:local n 0\n:for i from=1 to=3 do={ :set n ($n + $i) }\n:put $n\n');
    const ended = await project.knocklab('script', 'a.rsc');
    expect(ended).toEqual({ exitCode: 0, stdout: 'hello\n6\n', stderr: '' });
    expectShown(import.meta, 'script', ended.stdout);
  });

  test('prints the error that ends a script, and says so in its exit code', async () => {
    project.write('a.rsc', ':put 1\n:error "no more"\n:put 2\n');
    expect(await project.knocklab('script', 'a.rsc')).toEqual({ exitCode: 1, stdout: '1\nno more\n', stderr: '' });
  });

  test('runs the script on a router that has the configuration', async () => {
    project.write(
      'base.rsc',
      '/system identity set name=Edge\n/ip firewall address-list add list=a address=192.0.2.7\n',
    );
    project.write(
      'a.rsc',
      ':put [/system identity get name]\n:put [/ip firewall address-list get [find list=a] address]\n',
    );
    const { stdout } = await project.knocklab('script', 'a.rsc', '--config', 'base.rsc');
    expect(stdout).toBe('Edge\n192.0.2.7\n');
  });

  test('gives each script a router of its own', async () => {
    project.write('a.rsc', '/system identity set name=A\n:put [/system identity get name]\n');
    project.write('b.rsc', ':put [/system identity get name]\n');
    expect((await project.knocklab('script', 'a.rsc', 'b.rsc')).stdout).toBe('A\nMikroTik\n');
  });

  test('takes a script from the standard input', async () => {
    expect((await project.knocklabWith(':put [:len "abc"]', 'script', '-')).stdout).toBe('3\n');
  });

  test('lets virtual time pass: a script that waits a week ends at once', async () => {
    project.write(
      'a.rsc',
      ':local before [/system resource get uptime]\n:delay 1w\n:put ([/system resource get uptime] - $before)\n',
    );
    expect((await project.knocklab('script', 'a.rsc')).stdout).toMatch(/^1w00:00:0[01]\n$/);
  });

  test('plays the release that is asked for, or that the header names', async () => {
    project.write('a.rsc', ':put [/system resource get version]\n');
    project.write('b.rsc', '# jul/20/2023 20:43:56 by RouterOS 6.49.10\n:put [/system resource get version]\n');
    expect((await project.knocklab('script', 'a.rsc', '--ros', '6.49')).stdout).toMatch(/^6\.49/);
    expect((await project.knocklab('script', 'b.rsc')).stdout).toMatch(/^6\.49/);
    expect((await project.knocklab('script', 'a.rsc')).stdout).toMatch(/^7\./);
  });

  test('starts no program: whatever it configures stays in memory', async () => {
    project.write(
      'a.rsc',
      [
        '/interface bridge add name=bridge1',
        '/interface bridge port add bridge=bridge1 interface=ether2',
        '/ip address add address=192.0.2.1/24 interface=bridge1',
        '/ip route add dst-address=0.0.0.0/0 gateway=192.0.2.254',
        '/ip dhcp-client add interface=ether1 disabled=no',
        '/ip pool add name=p ranges=192.0.2.10-192.0.2.20',
        '/ip dhcp-server add name=d interface=bridge1 address-pool=p disabled=no',
        '/ip dns set allow-remote-requests=yes servers=192.0.2.53',
        '/ip firewall filter add chain=input src-address-list=bad action=drop log=yes',
        '/ip firewall nat add chain=srcnat action=masquerade',
        '/ip firewall address-list add list=bad address=198.51.100.7 timeout=1h',
        ':put [:len [/ip firewall address-list find list=bad]]',
        ':put [/ip firewall filter print count-only]',
      ].join('\n'),
    );
    const { stdout, stderr, exitCode } = await project.onlyWithNode('script', 'a.rsc');
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: '1\n1\n', stderr: '', exitCode: 0 });
  });

  test('asks nobody, or nobody but this machine itself', async () => {
    const server = createServer((_, response) => response.end('here'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    project.write(
      'a.rsc',
      `:put ([/tool fetch url="http://127.0.0.1:${port}/" output=user as-value]->"data")
:do { /tool fetch url="http://192.0.2.1/" output=none } on-error={ :put "refused" }
:do { :put [:resolve example.com] } on-error={ :put "unknown" }
:put [/ping 192.0.2.1 count=1]
`,
    );
    const { stdout: alone } = await project.onlyWithNode('script', 'a.rsc');
    expect(alone).toMatch(/stands alone.* does not fetch from 127\.0\.0\.1; --fetch-loopback/);
    const { stdout } = await project.onlyWithNode('script', 'a.rsc', '--fetch-loopback');
    expect(stdout).toMatch(/^here\n {2}status: failed\n\nrefused\nunknown\nfailure: .*stands alone/);
  });

  test.each([
    ['a file that is not there', ['nothing.rsc'], /Cannot read "nothing\.rsc": there is no such file/],
    ['a configuration that does not load', ['a.rsc', '--config', 'bad.rsc'], /bad\.rsc:2:1\n\s+2 \| frobnicate/],
    ['a release that does not exist', ['a.rsc', '--ros', 'nine'], /nine/],
  ])('refuses %s', async (_, argv, message) => {
    project.write('a.rsc', ':put 1\n');
    project.write('bad.rsc', '/ip address\nfrobnicate address=1.2.3.4/24\n');
    const { exitCode, stdout, stderr } = await project.knocklab('script', ...argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('knocklab twin', () => {
  /** Serves a configuration; gives the ports by service. */
  async function serve(
    configuration: string,
  ): Promise<{ seen: string; ports: Record<string, number>; stop: () => Promise<number> }> {
    project.write('router.rsc', configuration);
    const child = project.start('twin', 'router.rsc');
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    let seen = '';
    while (!/bandwidth-test .*\n/.test(seen)) {
      const [chunk] = (await once(child.stdout ?? child, 'data')) as [Buffer];
      seen += chunk.toString();
    }
    const ports = Object.fromEntries(
      [...seen.matchAll(/^ {2}(\S+) +127\.0\.0\.1:(\d+)/gm)].map(([, name = '', port]) => [name, Number(port)]),
    );
    return {
      seen,
      ports,
      stop: async () => {
        child.kill('SIGTERM');
        return ((await ended) as [number])[0];
      },
    };
  }

  test('serves menus over REST on loopback, and ends with exit code 0', async () => {
    const { ports, seen, stop } = await serve('/system identity set name=Stand-in\n/user set admin password=secret\n');
    expectShown(import.meta, 'twin', seen);
    const url = `http://127.0.0.1:${ports['www']}/rest/system/identity`;
    const headers = { authorization: `Basic ${Buffer.from('admin:secret').toString('base64')}` };
    expect(await (await fetch(url, { headers })).json()).toEqual({ name: 'Stand-in' });
    expect((await fetch(url)).status).toBe(401);
    expect(await stop()).toBe(0);
  });

  test('takes other ports where its own are taken, and none where a service is off', async () => {
    const first = await serve('/ip service set ftp disabled=yes\n');
    const second = await serve('');
    expect(second.ports['api']).toBeGreaterThan(0);
    expect(second.ports['api']).not.toBe(first.ports['api']);
    expect(first.ports).not.toHaveProperty('ftp');
    await Promise.all([first.stop(), second.stop()]);
  });
});

describe('knocklab parse', () => {
  test('says for each file whether it parses, and where not', async () => {
    project.write('good.rsc', '/ip firewall filter\nadd action=drop chain=input\n');
    project.write('bad.rsc', '/ip address\nadd address=1.2.3.4/24 interface="ether1\n');
    const { stdout, stderr, exitCode } = await project.knocklab('parse', 'good.rsc', 'bad.rsc');
    expect(stdout).toMatch(/^good\.rsc: ok\nbad\.rsc:\d+:\d+: .+ \(line \d+ column \d+\)\n$/);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
  });

  test('answers for the others when one cannot be read', async () => {
    project.write('good.rsc', ':put 1\n');
    expect(await project.knocklab('parse', 'none.rsc', 'good.rsc')).toEqual({
      exitCode: 2,
      stdout: 'good.rsc: ok\n',
      stderr: 'error: Cannot read "none.rsc": there is no such file.\n',
    });
  });

  test('prints a file as RouterOS exports it', async () => {
    const comment = 'a comment that is long enough to make the line longer than the eighty columns of a terminal';
    project.write('a.rsc', `/ip/firewall/filter add chain="input" comment="${comment}" action=drop`);
    const { stdout } = await project.knocklab('parse', '--print', 'a.rsc');
    expect(stdout).toMatch(/^\/ip firewall filter\nadd .*\\\n {4}/);
    expect(stdout).toContain('chain=input');
    project.write('b.rsc', stdout);
    expect((await project.knocklab('parse', '--print', 'b.rsc')).stdout).toBe(stdout);
  });

  test('gives the tree with positions as JSON', async () => {
    project.write('a.rsc', ':put "x"\n');
    project.write('b.rsc', ':put "\n');
    const { stdout } = await project.knocklab('parse', '--json', 'a.rsc', 'b.rsc', 'none.rsc');
    expect(JSON.parse(stdout)).toMatchObject([
      { file: 'a.rsc', ok: true, errors: [], tree: { kind: 'script' } },
      { file: 'b.rsc', ok: false, errors: [{ line: expect.any(Number), column: expect.any(Number) }], tree: null },
    ]);
  });
});

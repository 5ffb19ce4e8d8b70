import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createProject, type Project } from './knocklab.ts';
import { expectShown } from './shown.ts';

let project: Project;
beforeEach(() => {
  project = createProject();
  onTestFinished(() => project[Symbol.dispose]());
});

const oldHeader = '# jul/20/2023 20:43:56 by RouterOS 6.49.10\n';

describe('knocklab parse', () => {
  test('says of each file whether RouterOS could read it', async () => {
    project.write('good.rsc', '/ip address\nadd address=192.0.2.1/24\n');
    project.write('bad.rsc', ':put 1\n:put "x$[:put )] y"\n');
    const ended = await project.knocklab('parse', 'good.rsc', 'bad.rsc');
    expect(ended).toEqual({
      exitCode: 1,
      stdout: 'good.rsc: ok\nbad.rsc:2:15: expected end of command (line 2 column 15)\n',
      stderr: '',
    });
    expectShown(import.meta, 'parse', ended.stdout);
  });

  test('ends with 0 when every file parses', async () => {
    project.write('a.rsc', ':put 1\n');
    project.write('b.rsc', ':put 2\n');
    expect(await project.knocklab('parse', 'a.rsc', 'b.rsc')).toEqual({
      exitCode: 0,
      stdout: 'a.rsc: ok\nb.rsc: ok\n',
      stderr: '',
    });
  });

  test.each([
    ['behind a byte order mark', '\ufeff:put )', '1:6'],
    ['behind characters of several bytes', ':put "♥" )', '1:12'],
    ['in a nested block', ':if (true) do={\r\n  :put {1;}\r\n  :put (1 + )\r\n}', '3:13'],
    ['in an expression in a string', ':put "x$(1 + )"', '1:14'],
    ['at an escape that does not exist', ':put "\\q"', '1:7'],
  ])('counts columns in bytes %s', async (_, text, position) => {
    project.write('a.rsc', text);
    expect((await project.knocklab('parse', 'a.rsc')).stdout).toMatch(`a.rsc:${position}: `);
  });

  test('still answers for the others when a file cannot be read', async () => {
    project.write('bad.rsc', ':put )\n');
    project.write('good.rsc', ':put 1\n');
    const { exitCode, stdout, stderr } = await project.knocklab('parse', 'bad.rsc', 'missing.rsc', '.', 'good.rsc');
    expect({ exitCode, stdout }).toEqual({
      exitCode: 2,
      stdout: 'bad.rsc:1:6: expected end of command (line 1 column 6)\ngood.rsc: ok\n',
    });
    expect(stderr).toMatch(
      /Cannot read "missing\.rsc": there is no such file\.\n.*Cannot read "\.": it is a folder\.\n/,
    );
  });

  test('reads the standard input, whatever bytes it holds', async () => {
    expect((await project.knocklabWith(':put "caf\u00e9"', 'parse', '-')).stdout).toBe('-: ok\n');
  });

  test('reads as the release of the header, or as the one that is asked for', async () => {
    const slashes = '/system/identity/print\n';
    project.write('old.rsc', `${oldHeader}${slashes}`);
    project.write('new.rsc', slashes);
    const { stdout } = await project.knocklab('parse', 'old.rsc', 'new.rsc');
    expect(stdout).toBe('old.rsc:2:8: expected command name (line 2 column 8)\nnew.rsc: ok\n');
    expect((await project.knocklab('parse', '--ros', '6.49', 'new.rsc')).stdout).toMatch('new.rsc:1:8: ');
    expect((await project.knocklab('parse', '--ros', '7', 'old.rsc')).stdout).toBe('old.rsc: ok\n');
  });

  test('prints a file back as RouterOS exports it', async () => {
    project.write(
      'a.rsc',
      '/ip address add address=192.0.2.1/24; /ip address add comment="a b" address=192.0.2.2/24\n',
    );
    const printed = '/ip address\nadd address=192.0.2.1/24\nadd address=192.0.2.2/24 comment="a b"\n';
    expect((await project.knocklab('parse', '--print', 'a.rsc')).stdout).toBe(printed);
    project.write('b.rsc', ':put )\n');
    expect(await project.knocklab('parse', '--print', 'a.rsc', 'b.rsc')).toEqual({
      exitCode: 1,
      stdout: `# a.rsc\n${printed}b.rsc:1:6: expected end of command (line 1 column 6)\n`,
      stderr: '',
    });
  });

  test('prints trees and faults as JSON', async () => {
    project.write('a.rsc', ':put 1\n');
    project.write('b.rsc', ':put )\n');
    const { exitCode, stdout } = await project.knocklab('parse', '--json', 'a.rsc', 'missing.rsc', 'b.rsc');
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject([
      { file: 'a.rsc', ok: true, errors: [], tree: { kind: 'script', body: { start: { line: 1, column: 1 } } } },
      {
        file: 'b.rsc',
        ok: false,
        errors: [{ line: 1, column: 6, text: 'expected end of command (line 1 column 6)' }],
        tree: null,
      },
    ]);
    expect((await project.knocklab('parse', '--json', 'missing.rsc')).stdout).toBe('[]\n');
  });

  test('refuses two forms at once', async () => {
    project.write('a.rsc', ':put 1\n');
    const { exitCode, stdout, stderr } = await project.knocklab('parse', '--print', '--json', 'a.rsc');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch('--print and --json exclude each other');
  });

  test('keeps no file that it has answered for', async () => {
    // One tree takes three megabytes, all of them more than this heap.
    vi.stubEnv('NODE_OPTIONS', '--max-old-space-size=64');
    onTestFinished(() => void vi.unstubAllEnvs());
    project.write('a.rsc', '/ip firewall address-list add list=a address=192.0.2.1\n'.repeat(2000));
    const { exitCode, stdout } = await project.knocklab('parse', ...Array<string>(200).fill('a.rsc'));
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'a.rsc: ok\n'.repeat(200) });
  });
});

import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createProject, type Project } from './knocklab.ts';

let project: Project;

beforeEach(() => {
  project = createProject();
  project.write('firewall/fw.rsc', firewall);
});

afterEach(() => project[Symbol.dispose]());

const firewall = `/ip address
add address=198.51.100.1/24 interface=ether1
add address=192.0.2.1/24 interface=ether2
/ip firewall filter
add action=drop chain=input in-interface=ether1 protocol=icmp
`;
const open = firewall.replace('action=drop', 'action=accept');

/** Its last step leaves something on the router, which the first one of the next run must not find. */
const shut = `scenario: shut
topology: lab/topologies/own.yaml
router: firewall/fw.rsc
steps:
  - expect: { address-list: seen, does-not-hold: 198.51.100.7 }
  - title: the world hears nothing
    ping: { from: attacker, to: router, expect: unanswered }
  - run: { router: '/ip firewall address-list add list=seen address=198.51.100.7' }
`;
const slow = `${shut.replace('lab/topologies/own.yaml', 'small')}  - run: { on: attacker, command: [sleep, '20'] }\n`;
const topology = `name: own
description: two networks
networks: { wan: { subnet: 198.51.100.0/24 }, lan: { subnet: 192.0.2.0/24 } }
router: { interfaces: { ether1: { network: wan, expect: 198.51.100.1 }, ether2: { network: lan, expect: 192.0.2.1 } } }
hosts: { attacker: { network: wan, address: 198.51.100.7 } }
`;

/** `knocklab run --watch`, and what it has said since it was last asked. */
class Session {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #said = '';
  #errors = '';

  constructor(...argv: string[]) {
    this.#child = project.start('run', '--watch', ...argv);
    this.#ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#said += chunk.toString();
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
  }

  async until(pattern: RegExp): Promise<string> {
    await expect.poll(() => this.#said + this.#errors, { timeout: 60_000 }).toMatch(pattern);
    const said = this.#said + this.#errors;
    this.#said = '';
    this.#errors = '';
    return said;
  }

  async nextVerdict(): Promise<string> {
    return await this.until(/watching; Ctrl-C ends it\n/);
  }

  async interrupted(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return await this.#ended;
  }
}

const labs = (): string[] => {
  const commands = project.holders().map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  return commands.filter((command) => command.startsWith('unshare')).map((command) => command.split('\0').at(-2) ?? '');
};

const leftovers = (): string[] =>
  readdirSync(join(project.folder, 'reports'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?:^|\/)\./.test(name),
  );

const exitCodeOfRun = (): number =>
  JSON.parse(readFileSync(join(project.folder, 'reports/latest/results.json'), 'utf8')).exitCode;

describe('knocklab run --watch', () => {
  test('runs what was saved in a lab that stands by, each time a new one', async () => {
    project.write('scenarios/shut.yaml', shut);
    project.write('lab/topologies/own.yaml', topology);
    const session = new Session();
    expect(await session.nextVerdict()).toMatch(
      /✔ passed .*\n\nverdict after [\d.]+ s\nreport {3}reports\/\S+index.html\n/,
    );

    await expect.poll(labs).toEqual([expect.stringMatching(/^stand-by-/)]);
    project.write('firewall/fw.rsc', open);
    const red = await session.nextVerdict();
    expect(red).toMatch(/saved firewall\/fw\.rsc[\s\S]*expected {2}unanswered\n +observed {2}answered[\s\S]*✖ failed/);
    expect(red).not.toContain('stood by');
    expect(exitCodeOfRun()).toBe(1);

    project.write('firewall/fw.rsc', firewall);
    expect(await session.nextVerdict()).toContain('✔ passed');
    expect(exitCodeOfRun()).toBe(0);

    await expect.poll(labs).toHaveLength(1);
    project.write('lab/topologies/own.yaml', topology.replace('198.51.100.7', '198.51.100.8'));
    const moved = await session.nextVerdict();
    expect(moved).toContain('The lab that stood by had another topology');
    expect(moved).toContain('✔ passed');

    expect(await session.interrupted()).toBe(130);
    expect(labs()).toEqual([]);
    expect(leftovers()).toEqual([]);
  });

  test('gives a run up when its file is saved again, and judges the newest', async () => {
    project.write('scenarios/slow.yaml', slow);
    const session = new Session();
    await session.until(/3 \/ip firewall address-list add/);
    project.write('firewall/fw.rsc', open);
    const said = await session.nextVerdict();
    expect(said).toMatch(/given up: saved again\n[\s\S]*saved firewall\/fw\.rsc\n[\s\S]*✖ failed/);
    expect(said.match(/verdict after/g)).toHaveLength(1);

    project.write('firewall/fw.rsc', 'nonsense\n');
    expect(await session.nextVerdict()).toContain('firewall/fw.rsc:1:1');

    project.write('firewall/fw.rsc', open);
    project.write('scenarios/slow.yaml', slow.replace('unanswered', 'answered'));
    await session.until(/✔ +2 the world hears nothing/);
    expect(await session.interrupted()).toBe(130);
    expect(labs()).toEqual([]);
    expect(leftovers()).toEqual([]);
  });
});

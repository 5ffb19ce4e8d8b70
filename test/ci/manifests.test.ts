import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { execa } from 'execa';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { githubFaults, gitlabFaults, kubernetesFaults } from './validate.ts';

const read = (name: string): string => readFileSync(new URL(`../../docs/ci/${name}.yaml`, import.meta.url), 'utf8');

type Judge = (text: string) => Promise<string[]>;

describe('a manifest is what its system takes, and a slip in it is seen', () => {
  test.each<[string, Judge, slips: readonly (readonly [string, string])[]]>([
    [
      'github-matrix',
      githubFaults,
      [
        ['runs-on:', 'run-on:'],
        ['timeout-minutes: 30', 'timeout-minutes: soon'],
        ['strategy.job-total', 'strategy.jobs-total ('],
        ['needs: part', 'needs: parts'],
      ],
    ],
    [
      'gitlab-parallel',
      gitlabFaults,
      [
        ['parallel: 4', 'parallel: many'],
        ['expire_in:', 'expires_in:'],
        ['when: always', 'when: allways'],
      ],
    ],
    [
      'kubernetes-volume',
      kubernetesFaults,
      [
        ['completions: 4', 'completions: four'],
        ['completionMode:', 'completionmode:'],
        ['procMount:', 'procmount:'],
        ['apiVersion: batch/v1', 'apiVersion: batch/v2'],
      ],
    ],
    ['kubernetes-s3', kubernetesFaults, [['secretRef: { name:', 'secretRef: { names:']]],
  ])('%s', async (name, faults, slips) => {
    const text = read(name);
    expect(await faults(text)).toEqual([]);
    for (const [right, wrong] of slips) {
      expect(text, right).toContain(right);
      expect(await faults(text.replace(right, wrong)), wrong).not.toEqual([]);
    }
  });
});

/** The command of a container of a manifest, and its environment. */
function containerOf(text: string, job: string): { script: string; env: Record<string, string> } {
  const documents = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
  const [container] = documents.find(({ metadata }) => metadata.name === job)?.spec.template?.spec.containers ?? [];
  if (container === undefined) throw new Error(`no ${job}`);
  return {
    script: container.args[0] ?? '',
    env: Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
  };
}

interface Manifest {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly template?: { readonly spec: { readonly containers: readonly Container[] } } };
}

interface Container {
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

/** In knocklab's place: a part leaves a folder named as a run is, and the merging says what it was given. */
const standIn = `#!/bin/sh
shift
case "$1" in
  run) folder=$5/2026-01-01T00-00-00-$(echo "$3" | tr / -); mkdir -p "$folder"; echo "$3" > "$folder/trace.jsonl"; [ "$3" != 2/4 ] ;;
  report) shift 2; cat $(for folder; do [ "$folder" = --out ] && break; echo "$folder/trace.jsonl"; done)
    mkdir -p "$RESULTS/report"; exit 1 ;;
esac
`;

/** A store that takes and gives what S3 does: PUT and GET of a signed request; the signature is only looked for. */
async function startStore(): Promise<{ url: string; kept: Map<string, Buffer> }> {
  const kept = new Map<string, Buffer>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    const signed = /^AWS4-HMAC-SHA256 Credential=key\/\d+\/here\/s3\//.test(request.headers.authorization ?? '');
    if (signed && request.method === 'PUT') kept.set(path, await buffer(request));
    const found = kept.get(path);
    response.statusCode = !signed ? 403 : found === undefined ? 404 : 200;
    response.end(request.method === 'GET' ? found : undefined);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}/results`, kept };
}

describe('what the pods of Kubernetes run', () => {
  test.each(['volume', 's3'])('%s: four parts, and the whole of them', async (store) => {
    const text = read(`kubernetes-${store}`);
    const folder = mkdtempSync(join(tmpdir(), 'knocklab-pods-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'npx'), standIn, { mode: 0o755 });
    const { url, kept } = await startStore();
    const start = (job: string, pod: string, index?: number) => {
      const { script, env } = containerOf(text, job);
      const own = {
        ...env,
        // Pods share a volume; without one each has a disk of its own.
        RESULTS: join(folder, store === 's3' ? pod : 'volume'),
        JOB_COMPLETION_INDEX: String(index),
        PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
        WAIT: '0.1',
        S3_BUCKET: url,
        S3_REGION: 'here',
        S3_KEY: 'key',
        S3_SECRET: 'secret',
      };
      return execa('sh', ['-c', script], { env: own, reject: false });
    };
    const whole = start('knocklab-whole', 'whole');
    const parts = await Promise.all([3, 0, 2, 1].map((index) => start('knocklab-parts', `pod${index}`, index)));
    expect(parts.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 1]);
    const { stdout, exitCode, stderr } = await whole;
    expect({ parts: stdout.split('\n'), exitCode, stderr }).toEqual({
      parts: ['1/4', '2/4', '3/4', '4/4'],
      exitCode: 1,
      stderr: '',
    });
    const left = ['part-1', 'part-2', 'part-3', 'part-4', 'report'].map((name) => `/results/run-1/${name}.tar`);
    expect([...kept.keys()].toSorted()).toEqual(store === 's3' ? left : []);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { execa } from 'execa';
import { parseAllDocuments } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What GitHub's own parser finds wrong with a workflow: keys, types, expressions. */
export async function githubFaults(text: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name: 'workflow.yaml', content: text }, new NoOperationTraceWriter());
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}

/** What GitLab's schema for `.gitlab-ci.yml` finds wrong; gitlab-ci-local carries it. */
export async function gitlabFaults(text: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'knocklab-gitlab-'));
  try {
    writeFileSync(join(folder, '.gitlab-ci.yml'), text);
    await execa('git', ['init', '--quiet', folder]);
    const program = join(root, 'node_modules/gitlab-ci-local/dist/index.js');
    const { exitCode, stdout, stderr } = await execa(process.execPath, [program, '--list'], {
      cwd: folder,
      reject: false,
      env: { NO_COLOR: '1', HOME: folder },
    });
    return exitCode === 0 ? [] : [`${stdout}\n${stderr}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const kinds: Readonly<Record<string, string>> = {
  'batch/v1 Job': 'kubernetes-types/batch/v1.js',
  'v1 PersistentVolumeClaim': 'kubernetes-types/core/v1.js',
};

/**
 * What the types of Kubernetes' own API (made from its OpenAPI document, as kubeconform's schemas are) find wrong, strictly: a key
 * that they do not know is a fault too.
 */
export async function kubernetesFaults(text: string): Promise<string[]> {
  const lines = parseAllDocuments(text).map((document, index) => {
    const manifest = document.toJS() as { apiVersion?: string; kind?: string };
    const module = kinds[`${manifest.apiVersion} ${manifest.kind}`];
    if (module === undefined) return `Unknown kind: ${manifest.apiVersion} ${manifest.kind};`;
    const type = `import('${module}').${manifest.kind}`;
    return `export const manifest${index}: ${type} = ${JSON.stringify(manifest)};`;
  });
  const folder = mkdtempSync(join(root, 'node_modules', '.kubernetes-'));
  try {
    const file = join(folder, 'manifests.ts');
    writeFileSync(file, `${lines.join('\n')}\n`);
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--ignoreConfig', '--module', 'nodenext', '--types', ''];
    const { exitCode, stdout } = await execa('tsc', [...options, file], {
      preferLocal: true,
      cwd: root,
      reject: false,
    });
    return exitCode === 0 ? [] : stdout.split('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

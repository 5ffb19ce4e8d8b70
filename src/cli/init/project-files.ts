import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Guess } from '../../analysis/init/make-project.ts';
import type { Source } from '../../core/source.ts';
import { topologyJsonSchema } from '../../lab/topology/topology-json-schema.ts';
import { scenarioJsonSchema } from '../../scenario/yaml/scenario-json-schema.ts';
import { packageVersion } from '../package-version.ts';
import { githubWorkflow, gitlabPipeline } from './ci-files.ts';

/** A file of a project, by its path there. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

const schemas = '.knocklab';
const schemaLine = (up: string, name: string): string =>
  `# yaml-language-server: $schema=${up}/${schemas}/${name}.schema.json\n`;

/** What belongs to one router. */
export function routerFiles(guess: Guess, source: Source, scenario: string): ProjectFile[] {
  const { name, configuration, topology, surroundings } = guess;
  return [
    { path: configuration, text: source.text },
    ...(surroundings === '' ? [] : [{ path: `firewall/${name}-surroundings.rsc`, text: surroundings }]),
    { path: `lab/topologies/${name}.yaml`, text: schemaLine('../..', 'topology') + topology },
    ...(scenario === '' ? [] : [{ path: `scenarios/${name}.yaml`, text: schemaLine('..', 'scenario') + scenario }]),
  ];
}

/** What a project has once. */
export function commonFiles(root: string): ProjectFile[] {
  const install = existsSync(join(root, 'package-lock.json')) ? 'npm ci' : 'npm install';
  return [
    { path: `${schemas}/scenario.schema.json`, text: json(scenarioJsonSchema()) },
    { path: `${schemas}/topology.schema.json`, text: json(topologyJsonSchema()) },
    { path: 'package.json', text: json(packageOf(root)) },
    { path: '.gitignore', text: 'node_modules/\nreports/\n' },
    { path: '.github/workflows/firewall.yml', text: githubWorkflow(install) },
    { path: '.gitlab-ci.yml', text: gitlabPipeline(install) },
  ];
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

function packageOf(root: string): unknown {
  const name =
    basename(resolve(root))
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join('-') ?? 'firewall';
  return {
    name: `${name}-tests`,
    private: true,
    type: 'module',
    scripts: { test: 'knocklab run' },
    devDependencies: { knocklab: `^${packageVersion()}` },
  };
}

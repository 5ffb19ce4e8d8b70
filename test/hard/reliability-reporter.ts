import { readdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { figuresOf } from './figures.ts';

const file = new URL('../../docs/reliability.md', import.meta.url);

const head = `# Holding under pressure

What happens to knocklab when something happens to the machine that it runs on, or when a configuration means it harm. Made by

    npm run test:hard

which takes some minutes, changes nothing on the machine and needs no rights: every case runs in namespaces of its own, in which the
shortcoming is made. \`npm run test:hard -- kills\` runs one part and leaves this page alone.
`;

/** Writes docs/reliability.md of what the whole suite found; a part of it, or one that fails, leaves the page as it is. */
export class ReliabilityReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const cases = modules.map((module) => ({ module, tests: [...module.children.allTests()] }));
    const passed = cases.every(({ tests }) => tests.every((test) => test.result().state === 'passed'));
    if (!passed || cases.length < allFiles().length) return;
    const parts = cases
      .toSorted((a, b) => a.module.moduleId.localeCompare(b.module.moduleId))
      .map(({ module, tests }) => chapter(titleOf(module), tests));
    const machine = `Measured on ${cpus().length} CPUs, Linux ${release()}, Node ${process.versions.node}; load of the machine ${loadavg()[0]?.toFixed(1)}.`;
    writeFileSync(file, `${[head, ...parts].join('\n')}\n${machine}\n`);
  }
}

function allFiles(): string[] {
  return readdirSync(import.meta.dirname).filter((name) => name.endsWith('.hard.test.ts'));
}

/** The name of the describe that a file consists of. */
function titleOf(module: TestModule): string {
  const [suite] = module.children.suites();
  return suite?.name ?? module.relativeModuleId;
}

function chapter(title: string, tests: readonly TestCase[]): string {
  const rows = tests.map((test) => {
    const figures = figuresOf(test.meta()).join('; ');
    return `| ${cell(test.name)} | ${cell(figures === '' ? 'holds' : figures)} |`;
  });
  return [`## ${title}`, '', '| case | what was seen |', '| --- | --- |', ...rows, ''].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

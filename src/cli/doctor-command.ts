import { exitCodes } from '../core/errors.ts';
import { type Diagnosis, examine, type Finding, isHealthy, kernelChecks, tapCheck } from '../lab/doctor.ts';
import type { EngineDiagnosis } from '../lab/fabrics/docker/examine-engine.ts';
import { attackTools, browserTools, chrTools, dockerTools, foreignClients, systemTools } from '../lab/system-tools.ts';
import { prepareTools } from './prepare-tools.ts';
import type { Terminal } from './terminal.ts';

export interface DoctorOptions {
  /** Install what is missing. */
  readonly install: boolean;
  /** Print nothing when all is well. */
  readonly quiet: boolean;
  /** What knocklab's own tests use besides: other people's clients of RouterOS. */
  readonly clients: boolean;
  /** What the attacks and the doors of other makers use besides. */
  readonly attacks: boolean;
  /** What prints reports, and what the tests look at them with. */
  readonly browser: boolean;
  /** What `--fabric docker` needs besides. */
  readonly docker: boolean;
  /** What `--router chr` needs besides. */
  readonly chr: boolean;
}

/** Says what a lab needs of this machine, what of it is missing and how to get it. */
export async function doctorCommand(
  { install, quiet, clients, attacks, browser, docker, chr }: DoctorOptions,
  terminal: Terminal,
): Promise<number> {
  const all = [
    ...systemTools,
    ...(attacks ? attackTools : []),
    ...(clients ? foreignClients : []),
    ...(browser ? browserTools : []),
    ...(docker ? dockerTools : []),
    ...(chr ? chrTools : []),
  ];
  const tools = [...new Map(all.map((tool) => [tool.program, tool])).values()];
  if (install) await prepareTools(terminal, tools);
  const diagnosis = await examine(tools, chr ? [...kernelChecks, tapCheck] : kernelChecks);
  // What is being installed only now has no engine running yet.
  const engine = docker && !install ? await lookAtEngine() : { findings: [], remedies: [] };
  const healthy = isHealthy(diagnosis) && engine.findings.every(({ ok }) => ok);
  if (!healthy || !quiet) terminal.stdout.write(`${description(diagnosis, engine)}\n`);
  return healthy ? exitCodes.passed : exitCodes.lab;
}

async function lookAtEngine(): Promise<EngineDiagnosis> {
  const { examineEngine } = await import('../lab/fabrics/docker/examine-engine.ts');
  return await examineEngine();
}

function description({ node, sandbox, tools, kernel, remedies: own }: Diagnosis, engine: EngineDiagnosis): string {
  const findings = [node, sandbox, ...tools, ...kernel, ...engine.findings];
  const remedies = [...own, ...engine.remedies];
  const width = Math.max(...findings.map(({ name }) => name.length));
  const rows = findings.map((finding) => row(finding, width));
  return [
    ...rows,
    ...(remedies.length === 0 ? [] : ['', 'What to do:', ...remedies.map((remedy) => `  ${remedy}`)]),
  ].join('\n');
}

function row({ name, purpose, ok, detail }: Finding, width: number): string {
  return `${ok ? '✔' : '✖'} ${name.padEnd(width)}  ${detail} (${purpose})`;
}

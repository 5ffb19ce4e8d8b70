import type { Invocation, Location, Log, ReportingDescriptor, Result } from 'sarif';

/** What is different from one use of SARIF to another. */
export interface SarifRun {
  /** Of knocklab; undefined: not known. */
  readonly version: string | undefined;
  readonly rules: ReportingDescriptor[];
  readonly invocation: Invocation;
  readonly results: Result[];
}

/** The text of a SARIF 2.1.0 file with one run. */
export function sarifText({ version, rules, invocation, results }: SarifRun): string {
  const driver = { name: 'knocklab', ...(version === undefined ? {} : { version }), rules };
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, invocations: [invocation], results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A line of a file, from 1; undefined: the file as a whole. */
export function sarifLocation(file: string, startLine: number | undefined): Location {
  const uri = file.toWellFormed().split('/').map(encodeURIComponent).join('/');
  const region = startLine === undefined ? {} : { region: { startLine } };
  return { physicalLocation: { artifactLocation: { uri }, ...region } };
}

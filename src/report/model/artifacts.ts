import type { TraceEvent } from '../../trace/events.ts';

export interface Artifact {
  /** Relative to the folder of the run. */
  readonly path: string;
  readonly what: string;
  readonly step?: number;
}

/** The files that a scenario left, each once. */
export function artifactsOf(events: readonly TraceEvent[]): Artifact[] {
  const artifacts = new Map<string, Artifact>();
  for (const event of events) {
    const found = artifactOf(event);
    // A probe names the same file as the command that wrote it, and says better what it is.
    if (found === undefined || (event.type === 'command' && artifacts.has(found.path))) continue;
    artifacts.set(found.path, { ...found, ...(event.step === undefined ? {} : { step: event.step }) });
  }
  return [...artifacts.values()];
}

function artifactOf(event: TraceEvent): Artifact | undefined {
  if (!('artifact' in event) || event.artifact === undefined) return undefined;
  return { path: event.artifact, what: describe(event) };
}

function describe(event: TraceEvent): string {
  switch (event.type) {
    case 'port-states':
      return `nmap’s XML: ${event.from} scans ${event.target}, profile ${event.profile}`;
    case 'capture':
      return `packets on ${event.host}, ${event.interface}: ${event.packets}`;
    case 'export':
      return `export ${event.when} the scenario`;
    case 'command':
      return `${event.host}: ${event.command}`;
    default:
      return event.type;
  }
}

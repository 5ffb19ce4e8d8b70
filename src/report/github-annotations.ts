import { faultPlace } from './model/fault-place.ts';
import { type RunModel, type Trouble, troublesOf } from './model.ts';
import { troubleMessage } from './sarif.ts';
import { plainLine } from './text/plain-text.ts';
import { troubleTitle } from './text/trouble-text.ts';

/** As many as GitHub shows of one step of a workflow. */
const most = 10;

/** Lines that GitHub turns into annotations of the configuration, one for each thing that went wrong. */
export function githubAnnotations(model: RunModel): string[] {
  return troublesOf(model).slice(0, most).map(annotation);
}

function annotation(trouble: Trouble): string {
  const status = trouble.step?.status ?? trouble.scenario.status;
  const place = faultPlace(trouble);
  const properties = {
    ...(place === undefined ? {} : { file: place.file, line: String(place.line) }),
    title: plainLine(troubleTitle(trouble)),
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  return `::${status === 'inconclusive' ? 'warning' : 'error'} ${written.join(',')}::${escapeData(troubleMessage(trouble))}`;
}

// What GitHub's runner takes for the end of a line or of a property has to be written in percent signs.
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

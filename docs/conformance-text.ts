import { areas, type Case } from '../src/conformance/case.ts';
import { cases } from '../src/conformance/cases.ts';

/** The cases of the router contract, area by area, and how many rest on what. */
export function conformanceText(): string {
  return [
    countsText(),
    ...areas.map((area) =>
      areaText(
        area,
        cases.filter((one) => one.area === area),
      ),
    ),
  ].join('\n\n');
}

const confidences = ['documented', 'observed', 'inferred'] as const;

function countsText(): string {
  const rows = areas.map((area) => {
    const own = cases.filter((one) => one.area === area);
    const counts = confidences.map((wanted) => own.filter(({ confidence }) => confidence === wanted).length);
    return `| ${[`[${area}](#${area})`, own.length, ...counts].join(' | ')} |`;
  });
  return [`| area | cases | ${confidences.join(' | ')} |`, '|---|---|---|---|---|', ...rows].join('\n');
}

function areaText(area: string, own: readonly Case[]): string {
  return [`### ${area}`, '', ...own.map(caseText)].join('\n');
}

function caseText({ id, area, title, source, confidence, since, until }: Case): string {
  const releases = [
    since === undefined ? [] : [`from ${since}`],
    until === undefined ? [] : [`before ${until}`],
  ].flat();
  const only = releases.length === 0 ? '' : `; ${releases.join(' ')}`;
  const what = area === 'language' ? `\`${title}\`` : title.replaceAll(/[*_<>~]/g, '\\$&');
  return `- \`${id.slice(id.indexOf('/') + 1)}\` ${what} (${source}, ${confidence}${only})`;
}

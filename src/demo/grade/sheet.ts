import type { Grade } from './grade.ts';

/** The grades for a spreadsheet (RFC 4180). */
export function gradesCsv(grades: readonly Grade[]): string {
  const rows = grades.map(({ student, verdict, points, of, note, report = '' }) => [
    student,
    verdict,
    points,
    of,
    note,
    report,
  ]);
  return [['student', 'verdict', 'points', 'of', 'note', 'report'], ...rows]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
}

/** A spreadsheet takes what begins with one of these for a formula; a student's file name is only a text. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The grades as a page. */
export function gradesHtml(exercise: string, grades: readonly Grade[]): string {
  const rows = grades.map(
    ({ student, verdict, points, of, note, report }) => `<tr class="${verdict.replace(' ', '-')}">
<th scope="row">${report === undefined ? escaped(student) : `<a href="${escaped(encodeURI(report))}">${escaped(student)}</a>`}</th>
<td>${verdict}</td><td class="number">${points}</td><td class="number">${of}</td><td>${escaped(note)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Grades: ${escaped(exercise)}</title>
<style>:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}body{margin:1.5rem;max-width:70rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .8rem;border-bottom:1px solid #8888;overflow-wrap:anywhere}.number{text-align:right}.passed td:nth-of-type(1){color:light-dark(#1c7a37,#6bd18a)}
tr:not(.passed) td:nth-of-type(1){color:light-dark(#b3261e,#ff9d94)}</style></head>
<body><main><h1>${escaped(exercise)}</h1>
<table><thead><tr><th scope="col">Student</th><th scope="col">Verdict</th><th scope="col" class="number">Points</th><th scope="col" class="number">of</th><th scope="col">Note</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></main></body></html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { TraceEvent } from '../trace/events.ts';
import { scheme3Run } from './fixtures/scheme3-run.ts';
import { hostileRun, troubledRun } from './fixtures/troubled-run.ts';
import { terminalReporter } from './terminal.ts';
import type { Closing } from './terminal-closing.ts';

interface Shown {
  readonly columns?: number;
  readonly colour?: boolean;
  readonly closing?: Closing;
}

function record(columns: number, colour: boolean) {
  const written: string[] = [];
  return { columns, colour, write: (text: string) => written.push(text), text: () => written.join('') };
}

/** What a run writes to a terminal. */
function show(events: readonly TraceEvent[], { columns = 100, colour = false, closing = {} }: Shown = {}): string {
  const screen = record(columns, colour);
  const reporter = terminalReporter(screen);
  for (const event of events) reporter.onEvent(event);
  reporter.close(closing);
  return screen.text();
}

test('shows each step when it ends', () => {
  const run = scheme3Run();
  const untilFirstStep = run.slice(0, run.findIndex((event) => event.type === 'step-finished') + 1);
  const screen = record(80, false);
  const reporter = terminalReporter(screen);
  for (const event of untilFirstStep) reporter.onEvent(event);
  expect(screen.text()).toBe(
    [
      '',
      'husain/scheme3  Scheme 3: knocking and Telegram',
      '  lab ready in 612 ms, 6 nodes',
      '  ✔  1 every service port is open before the first scan ends 125 ms',
      '',
    ].join('\n'),
  );
});

test('shows a failure with expected, observed and evidence', () => {
  expect(show(scheme3Run({ silentTelegram: true }))).toContain(
    [
      '  ✖  4 the administrator hears of the attack within a minute 7 ms',
      '      expected  a message to chat -1001545507585 that matches /Action Drop Occurred/',
      '      observed  no message in 1 min of the router’s clock',
      '      evidence  jul/20 20:44:00 script,error script error: no such item',
      '                jul/20 20:44:00 system,info the scheduler ran tidakaman',
      '',
    ].join('\n'),
  );
});

test('closes with the verdict, the report and the command to repeat', () => {
  const shown = show(scheme3Run({ silentTelegram: true }), { closing: { report: 'reports/latest/index.html' } });
  const closing = shown.slice(shown.indexOf('\n✖ failed'));
  expect(closing).toBe(
    [
      '',
      '✖ failed  1 scenario: 1 failed · 9 steps: 7 passed, 1 failed, 1 skipped · 7.83 s',
      '  5 indicators: 3 reproduced, 1 reproduced with a correction, 1 not reproduced',
      '  2 findings, see the report',
      '',
      '  ✖ husain/scheme3 › 4 the administrator hears of the attack within a minute',
      '',
      'repeat   npx knocklab run husain/scheme3',
      'report   reports/latest/index.html',
      '',
    ].join('\n'),
  );
});

test('marks what was skipped, could not be told, or stopped the harness', () => {
  const shown = show(troubledRun());
  expect(shown).toContain('  ?  1 a UDP port is shut 7 ms\n      reason    the control port did not answer either\n');
  expect(shown).toContain(
    '      observed  nmap is not installed on attacker\n  ✖ the scenario stopped\n      remedy    Install',
  );
  expect(shown).toContain('unknown step "scna". Did you mean "scan"?');
  expect(shown).toContain('\nrepeat   node bin/knocklab.js run udp/blind lab/none broken/file --workers 2\n');
  expect(show(scheme3Run())).toContain(
    '  ↷  8 the router’s web page answers the administrator 3 ms\n      reason    the twin',
  );
});

test('uses colours only on a screen that has them, and says the same without', () => {
  const plain = show(scheme3Run());
  const coloured = show(scheme3Run(), { colour: true });
  expect(plain).not.toContain('\u001b');
  expect(coloured).toContain('\u001b[32m✔');
  expect(stripVTControlCharacters(coloured)).toBe(plain);
});

test('keeps its lines within a narrow screen', () => {
  const shown = show(scheme3Run({ silentTelegram: true }), { columns: 60 });
  const details = shown.split('\n').filter((line) => line.startsWith('      '));
  expect(details.length).toBeGreaterThan(6);
  expect(Math.max(...details.map((line) => line.length))).toBeLessThanOrEqual(60);
});

test('cuts long evidence and says so', () => {
  const evidence = Array.from({ length: 50 }, (_none, index) => `line ${index}`).join('\n');
  const run = scheme3Run({ silentTelegram: true }).map((event) =>
    event.type === 'step-finished' && event.status === 'failed' ? { ...event, evidence } : event,
  );
  expect(show(run)).toContain('line 19\n                … 30 more lines in the report\n');
});

test('lets no text from the lab control the terminal', () => {
  expect(show(hostileRun(), { closing: { problems: ['\u001b[2J'] } })).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u202e]/,
  );
});

test('repeats the heading when scenarios take turns', () => {
  const [first, second] = ['a', 'b'].map((scenario): TraceEvent => {
    return { at: 1, scenario, step: 1, type: 'step-finished', title: 'x', status: 'passed', durationMs: 1 };
  });
  const turns = [first, second, first].flatMap((event) => event ?? []);
  expect(
    show(turns)
      .split('\n')
      .filter((line) => /^[ab]$/.test(line)),
  ).toEqual(['a', 'b', 'a']);
});

test('says that the run was cut off', () => {
  expect(show(scheme3Run().slice(0, 8))).toMatch(/✖ error .*\n[\s\S]*problem {2}The trace ends before the run did/);
});

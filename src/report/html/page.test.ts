import { createHash } from 'node:crypto';
import { XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import type { TraceEvent } from '../../trace/events.ts';
import { scheme3Run } from '../fixtures/scheme3-run.ts';
import { hostileRun, troubledRun } from '../fixtures/troubled-run.ts';
import { buildRunModel } from '../model.ts';
import { html } from './markup.ts';
import { renderHtml } from './page.ts';
import { pageTemplate } from './page-template.ts';
import { artifactLink } from './parts.ts';

const template = await pageTemplate();

const pageOf = (events: readonly TraceEvent[]): string => renderHtml(buildRunModel(events), template);

const failing = pageOf(scheme3Run({ silentTelegram: true }));

const pages: readonly (readonly [string, string])[] = [
  ['a passing run', pageOf(scheme3Run())],
  ['a failing run', failing],
  ['a run with every kind of trouble', pageOf(troubledRun())],
  ['a run of hostile text', pageOf(hostileRun())],
  ['a run that was cut off', pageOf(scheme3Run().slice(0, 20))],
  ['no run', pageOf([])],
];

/** The page without its style and script, whose text is our own. */
const markupOf = (page: string): string => page.replace(/<(style|script)([^>]*)>[\s\S]*?<\/\1>/g, '<$1></$1>');

/** What a reader sees, folds open. */
function textOf(page: string): string {
  const text = markupOf(page)
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replace(/<[^>]*>/g, ' ');
  return text
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&gt;/g, '>')
    .replace(/\s+/g, ' ');
}

test.each(pages)('is well-formed for %s', (_what, page) => {
  const asXml = markupOf(page)
    .replace('<!doctype html>', '')
    .replace(/<(meta|link|br)([^>]*)>/g, '<$1$2/>');
  expect(XMLValidator.validate(asXml, { allowBooleanAttributes: true })).toBe(true);
});

test.each(pages)('holds no script but its own for %s', (_what, page) => {
  const markup = markupOf(page);
  expect(page.match(/<script type="module"/g)).toHaveLength(1);
  expect(page.match(/<script(?! type="(?:module|application\/json)")/g)).toBe(null);
  expect(markup).not.toMatch(/<img/);
  expect(markup.replace(/"[^"]*"/g, '""').match(/<[^>]*\son\w+\s*=[^>]*>/)).toBe(null);
  expect(markup).not.toMatch(/href="\s*javascript:/i);
});

test.each(pages)('asks nobody for anything in %s', (_what, page) => {
  const targets = [...markupOf(page).matchAll(/\s(?:href|src|action|data)="([^"]*)"/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThan(2);
  expect(targets.filter((target) => !/^(#|\.\/|data:,$)/.test(target ?? ''))).toEqual([]);
  expect(page.replace(/url\(#/g, '')).not.toMatch(/url\(|@import|\bfetch\(/);
});

test.each(pages)('leads every link to a place that there is once in %s', (_what, page) => {
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const wanted = [...page.matchAll(/ (?:href="#|aria-labelledby=")([^"]*)"/g)].map(([, id]) => id);
  expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
});

test('allows its own script by its digest and nothing else', () => {
  const script = /<script type="module"[^>]*>([\s\S]*?)<\/script>/.exec(failing)?.[1] ?? '';
  const digest = createHash('sha256').update(script).digest('base64');
  expect(failing).toContain(`default-src &#39;none&#39;`);
  expect(failing).toContain(`script-src &#39;sha256-${digest}&#39;`);
});

test('shows text of a run as text', () => {
  const page = pageOf(hostileRun());
  expect(page).toContain('&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;');
  expect(page).not.toContain("<script>alert('x')");
  expect(page).not.toMatch(/[\u0000\u001b\u202e]/);
});

test('comes to the verdict first, then to the parts in their order', () => {
  const titles = [...failing.matchAll(/<h[123][^>]*>([\s\S]*?)<\/h[123]>/g)].map(([, title]) =>
    (title ?? '').replace(/<[^>]*>/g, '').trim(),
  );
  expect(titles).toEqual([
    '✖ Failed: Scheme 3: knocking and Telegram',
    'What went wrong',
    '✖ failed Step 4: the administrator hears of the attack within a minute',
    'In short',
    'What was attacked',
    'Which rules stopped it',
    'When the alert came',
    'Where the paper is wrong or silent',
    'Indicators: the paper’s claims and ours',
    'Findings the paper missed',
    'A targeted scan never touches the trap',
    'A sequential scan lets itself in',
    'What was tested',
    'Scheme 3: knocking and Telegram',
    'Everything on one time axis',
    'Topology',
    'Steps',
    'Port states over time',
    'nmap before and after',
    'Address lists over time',
    'Telegram messages',
    'Router log',
    'Firewall rules',
    'Configuration before and after',
    'Artifacts',
  ]);
});

test.each([
  ['what was tested', 'lab/router/husain/scheme3.rsc sha256 9f2b6f1c0a4d'],
  ['expected beside observed', 'Action Drop Occurred/ observed no message in 1 min of the router’s clock evidence'],
  ['the command to repeat it', 'Repeat it npx knocklab run husain/scheme3'],
  ['the paper beside ours', 'Record log prefix goes into the system log. 13 lines with their prefix. ✔ reproduced'],
  ['the topology', 'ether2 10.10.10.1/24'],
  ['what the router cannot do', '/interface wireless is accepted without effect'],
  ['a command with its output', '$ nmap -oX - -n -Pn -p 22,23,80,8291 10.10.10.1 118 ms Nmap scan report for'],
  ['a knock', 'attacker knocks at router: 1000/tcp → 1500/tcp → 3000/tcp → 4000/tcp'],
  ['a jump of the clock', 'advanced by 31s : 20:45:05 → 20:45:36'],
  ['which rules were hit in a step', '+8 filter rule 12 Drop Port Scanners'],
  ['which entries came', '+ port_scanners 10.10.10.254 for 23h59m31s'],
  ['a port over time', '22 /tcp ssh open open filtered open filtered – not listed'],
  ['a refused message', 'HTTP 429 : Too Many Requests: retry after 3'],
  ['the delay of a message', '56.0 s after 20:44:09'],
  ['the router log', 'PortScanner Terdeteksi input: in:ether2 out:(unknown 0), src-mac'],
  [
    'a rule that was never hit',
    '11 ;;; Drop Koneksi Port Scanners chain=forward action=drop src-address-list=port_scanners out-interface=ether1 bytes=0 packets=0 never hit',
  ],
  ['what changed in the configuration', '+ add address=10.10.10.77 comment="added by a script" list=port_scanners'],
  ['the artifacts', 'artifacts/ether2.pcap packets on router, ether2: 4188'],
])('shows %s', (_what, text) => {
  expect(textOf(failing)).toContain(text);
});

test('says that a run was cut off', () => {
  expect(textOf(pageOf(scheme3Run().slice(0, 20)))).toContain('Incomplete. The trace ends before the run did');
});

test('opens the steps that did not pass', () => {
  const steps = [...failing.matchAll(/<div class="step" id="scenario-1-step-(\d+)"><details( open)?>/g)];
  expect(steps.filter(([, , open]) => open !== undefined).map(([, number]) => number)).toEqual(['4']);
});

test('links an artifact inside the run only', () => {
  expect(artifactLink('artifacts/a b#1.xml').text).toBe('<a href="./artifacts/a%20b%231.xml">artifacts/a b#1.xml</a>');
  for (const path of ['../x', '/etc/passwd', 'https://example.com/x', 'a/../../x', '']) {
    expect(artifactLink(path).text).not.toContain('<a');
  }
});

test('escapes what is put into a template, once', () => {
  const inner = html`<b title="${'"'}">${'<'}</b>`;
  expect(html`<p>${inner}${[inner, undefined, false, 0]}</p>`.text).toBe(
    '<p><b title="&quot;">&lt;</b><b title="&quot;">&lt;</b>0</p>',
  );
});

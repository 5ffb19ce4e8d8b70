import type { Configuration, Item } from '../configuration.ts';
import type { Check, Fault, Subject } from '../finding.ts';
import type { Rule, Step } from '../firewall.ts';
import { type Script, scriptsOf } from '../scripts.ts';

/** Scripts that tell people what the log says. */
export const alerts: Check = {
  id: 'alerts',
  level: 'warning',
  title: 'every alert comes once, and none is lost',
  finds:
    'a scheduled script that sends what the log says and does not remember what it has sent; a prefix that it looks for and that no rule writes; an alert whose failure is passed over; a job for a script that is not there',
  source:
    'MikroTik’s manual, “Log” (1000 lines are kept in memory), “Scheduler”, “Scripting” (global variables, on-error)',
  find: (subject) => {
    const scripts = scriptsOf(subject.configuration);
    return [
      ...scripts
        .filter(sendsLog)
        .flatMap((script) => [
          ...repeated(script),
          ...unwritten(script, subject),
          ...everyPacket(script, subject),
          ...swallowed(script),
        ]),
      ...lostJobs(subject.configuration, scripts),
    ];
  },
};

const sends = /\/tool[\s/]+(?:fetch|e-mail[\s/]+send|sms[\s/]+send)\b/;
const readsLog = /\/log[\s/]+(?:find|print|get)\b/;

const sendsLog = ({ text }: Script): boolean => sends.test(text) && readsLog.test(text);

/** What outlives a run of a script: a global variable, a file, a comment, a list, or an emptied log. */
const memory = /(?:^|[\s:;{])global\s|\/file\b|\scomment=|address-list[\s/]+add|logging[\s/]+action|\btime\s*>/;

function repeated({ item, name, text, interval }: Script): Fault[] {
  if (interval === undefined || memory.test(text)) return [];
  return [
    {
      at: item,
      problem: `script ${name} sends what it finds in the log every ${interval}, and remembers nothing of what it has sent`,
      why: 'The same line is told again and again as long as the log keeps it, and what is new drowns in it.',
      fix: 'Keep the number of the last line that was sent in a :global variable, and send those behind it.',
    },
  ];
}

interface Search {
  /** As it is written. */
  readonly pattern: string;
  /** Its beginning, as far as it is plain text. */
  readonly literal: string;
}

/** `message~"^PortScanner input:"`, or a variable that holds it. */
function searchesOf(text: string): readonly Search[] {
  const patterns = [...text.matchAll(/message\s*~\s*(?:"([^"]*)"|\$"?([\w-]+))/g)].flatMap(([, pattern, variable]) => {
    if (pattern !== undefined) return [pattern];
    const set = new RegExp(String.raw`(?:local|global)\s+"?${variable}"?\s+"([^"]*)"`).exec(text);
    return set?.[1] === undefined ? [] : [set[1]];
  });
  return patterns.map((pattern) => ({ pattern, literal: /^\^?([^.*+?[\](){}|\\$]*)/.exec(pattern)?.[1] ?? '' }));
}

/** The line of a rule begins with its prefix and the name of the chain (MikroTik's manual, "Log"). */
const lineOf = ({ properties, chain }: Rule): string => `${properties.get('log-prefix') ?? ''} ${chain}:`.trimStart();

const chainWord = /(?:^|\s)(?:input|forward|output|prerouting|dstnat|srcnat):?\s*$/;

function unwritten({ item, name, text }: Script, { firewall }: Subject): Fault[] {
  const steps = firewall.walks().flat();
  return searchesOf(text).flatMap(({ pattern, literal }): Fault[] => {
    const like = steps.filter(
      (step) => (step.properties.get('log-prefix') ?? '') !== '' && isLike(lineOf(step), literal),
    );
    const silent = like.find((step) => !writes(step));
    if (like.some(writes) || literal.trim() === '') return [];
    if (silent !== undefined)
      return [
        {
          at: silent,
          level: 'error',
          problem: `has the prefix that script ${name} looks for, and writes nothing: it gives no log=yes`,
          why: 'A prefix alone is no log line: the alert never comes.',
          fix: 'Add log=yes.',
        },
      ];
    // Lines of other topics begin with other words.
    if (!chainWord.test(literal)) return [];
    return [
      {
        at: item,
        level: 'error',
        problem: `script ${name} looks for "${pattern}" in the log, and no rule writes such a line`,
        why: 'The alert never comes. The comparison knows upper and lower case.',
        fix: 'Give the rule that prefix (log=yes log-prefix=…), or look for the one that it has.',
      },
    ];
  });
}

const isLike = (line: string, literal: string): boolean => line.includes(literal.trim()) || literal.includes(line);

const writes = ({ action, properties }: Step): boolean => action === 'log' || properties.get('log') === 'yes';

/** An open connection is many packets, and each is a line of the log. */
function everyPacket({ name, text }: Script, { firewall }: Subject): Fault[] {
  const steps = firewall.walks().flat();
  return searchesOf(text).flatMap(({ pattern, literal }): Fault[] => {
    if (/SYN|state:new/.test(pattern) || literal.trim() === '') return [];
    const step = steps.find(
      (one) => one.action === 'accept' && writes(one) && isLike(lineOf(one), literal) && !isLimited(one),
    );
    if (step === undefined) return [];
    return [
      {
        at: step,
        problem: `writes a line for every packet of a connection, and script ${name} takes each for an event`,
        why: 'One login is hundreds of alerts; the log keeps 1000 lines, so that those of other alerts are pushed out before they are read.',
        fix: 'Log the first packet only: a rule action=log connection-state=new before this one, and no log=yes here.',
      },
    ];
  });
}

const isLimited = ({ properties }: Step): boolean =>
  properties.get('connection-state') === 'new' ||
  ['limit', 'dst-limit'].some((one) => properties.has(one)) ||
  (properties.get('tcp-flags') ?? '').includes('syn');

/** `:do { /tool fetch … } on-error={}` */
function swallowed({ item, name, text }: Script): Fault[] {
  if (!/\/tool[\s/]+fetch\b[^}]*\}\s*on-error\s*=\s*\{\s*\}/.test(text)) return [];
  return [
    {
      at: item,
      problem: `script ${name} passes over an alert that could not be sent (on-error={})`,
      why: 'The link is down just when something happens: nobody is told, not even later.',
      fix: 'Count a line as sent only behind /tool fetch, inside the same :do { }, so that the next run tries again.',
    },
  ];
}

function lostJobs(configuration: Configuration, scripts: readonly Script[]): Fault[] {
  const names = new Set(scripts.map(({ name }) => name));
  if (configuration.items('/system script').length === 0) return [];
  const jobs = configuration
    .items('/system scheduler')
    .filter(({ properties }) => properties.get('disabled') !== 'yes');
  return jobs.flatMap((job: Item): Fault[] => {
    const event = (job.properties.get('on-event') ?? '').trim();
    if (!/^[\w-]+$/.test(event) || names.has(event)) return [];
    return [
      {
        at: { ...job, menu: '/system scheduler' },
        problem: `starts script ${event}, which is not there`,
        why: 'Nothing is done when its time comes.',
        fix: `Add the script, or write its name right: there ${names.size === 1 ? 'is' : 'are'} ${[...names].join(', ')}.`,
      },
    ];
  });
}

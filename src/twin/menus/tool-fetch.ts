import { bytesOfText } from '../../routeros/byte-text.ts';
import { toPropertyText, toText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import { keyed, nothing, num, str, timeOfMs } from '../../routeros/value.ts';
import { refused } from '../kernel/matchers/matching.ts';
import type { ActionCall, MenuSpec } from '../menu/menu-spec.ts';
import type { Twin } from '../twin.ts';
import { pingCommand } from './ping.ts';

const params = [
  'url',
  'address',
  'port',
  'mode',
  'host',
  'src-path',
  'dst-path',
  'src-address',
  'upload',
  'user',
  'password',
  'ascii',
  'output',
  'keep-result',
  'http-method',
  'http-data',
  'http-header-field',
  'http-content-encoding',
  'check-certificate',
  'certificate',
  'idle-timeout',
  'duration',
  'as-value',
] as const;

/** Arguments that would change what is sent or done and that the twin does not carry out. */
const notCarriedOut = [
  'ascii',
  'duration',
  'idle-timeout',
  'address',
  'port',
  'host',
  'src-path',
  'src-address',
  'upload',
  'user',
  'password',
  'http-content-encoding',
  'certificate',
];

export function tool(twin: Twin): MenuSpec {
  return {
    path: 'tool',
    kind: 'commands',
    properties: {},
    actions: {
      fetch: { params, positional: ['url'], switches: ['as-value', 'ascii'], run: (call) => fetch(twin, call) },
      ping: pingCommand(twin),
    },
  };
}

async function fetch(twin: Twin, { args, asValue, print, signal }: ActionCall): Promise<Value> {
  const text = (name: string): string | undefined => {
    const value = args.get(name);
    return value === undefined ? undefined : toText(value);
  };
  for (const name of notCarriedOut) if (args.has(name)) throw refused(`/tool fetch ${name}=`);
  const mode = text('mode');
  // v6 wants it beside an https URL (language-facts 11); any other protocol is not spoken.
  if (mode !== undefined && !/^https?$/.test(mode)) throw refused(`/tool fetch mode=${mode}`);
  const result = await twin.fetcher.fetch({
    url: text('url') ?? '',
    method: text('http-method') ?? 'get',
    data: text('http-data'),
    headers: headerFields(text('http-header-field')),
    checkCertificate: text('check-certificate')?.startsWith('yes') ?? false,
    signal,
  });
  keepResult(twin, args, result.body);
  const kib = Math.ceil(Buffer.byteLength(result.body) / 1024);
  if (!asValue)
    print(
      `      status: finished\n  downloaded: ${kib}KiB\n       total: ${kib}KiB\n    duration: ${Math.max(1, Math.round(result.durationMs / 1000))}s\n\n`,
    );
  if (!args.has('as-value')) return nothing;
  const data: [string, Value][] = text('output') === 'user' ? [['data', str(result.body)]] : [];
  return keyed([
    ...data,
    ['downloaded', num(kib)],
    ['duration', timeOfMs(result.durationMs)],
    ['status', str('finished')],
    ['total', num(kib)],
  ]);
}

/** `A: b,C: d`; a comma inside a value is written `\,` (language-facts 11). */
function headerFields(given: string | undefined): [string, string][] {
  if (given === undefined || given === '') return [];
  return given.split(/(?<!\\),/).map((field) => {
    const at = field.indexOf(':');
    return [
      field.slice(0, at).trim(),
      field
        .slice(at + 1)
        .trim()
        .replaceAll('\\,', ','),
    ];
  });
}

/** `output=file`, the default: a file named after the last part of the path, or `dst-path`. */
function keepResult(twin: Twin, args: ReadonlyMap<string, Value>, body: string): void {
  const output = toPropertyText(args.get('output') ?? nothing);
  if ((output !== '' && output !== 'file') || toPropertyText(args.get('keep-result') ?? nothing) === 'no') return;
  const path = toText(args.get('url') ?? nothing).split('?')[0] ?? '';
  const name = toText(args.get('dst-path') ?? str(path.split('/').at(-1) ?? ''));
  if (name === '') return;
  twin.files.write(name, bytesOfText(body));
}

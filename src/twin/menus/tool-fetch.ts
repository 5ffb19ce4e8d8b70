import { textOfBytes } from '../../routeros/byte-text.ts';
import { RouterosError } from '../../routeros/routeros-error.ts';
import { toPropertyText } from '../../routeros/to-text.ts';
import type { Value } from '../../routeros/value.ts';
import { keyed, nothing, num, str, timeOfMs } from '../../routeros/value.ts';
import type { ActionCall, ActionSpec } from '../menu/menu-spec.ts';
import type { FetchRequest, FetchResult } from '../tools/fetch/fetch-request.ts';
import { peerName, readFetchRequest } from '../tools/fetch/read-fetch-request.ts';
import type { Twin } from '../twin.ts';
import { isAtLeast } from '../version.ts';

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
  'http-auth-scheme',
  'http-max-redirect-count',
  'http-percent-encoding',
  'check-certificate',
  'certificate',
  'idle-timeout',
  'duration',
  'as-value',
];

/** `/tool fetch` */
export function fetchCommand(twin: Twin): ActionSpec {
  return { params, positional: ['url'], switches: ['as-value', 'ascii'], run: (call) => fetch(twin, call) };
}

async function fetch(twin: Twin, call: ActionCall): Promise<Value> {
  const { args, asValue, print } = call;
  const shows = !asValue && !args.has('as-value');
  const startedAt = performance.now();
  const request = readFetchRequest(twin, call);
  const file = fileOf(call, request);
  try {
    const result = await twin.fetcher.fetch(request);
    if (file !== undefined) twin.files.write(file, result.body);
    logEnd(twin, request, file, undefined);
    const ms = performance.now() - startedAt;
    const outcome = outcomeOf(result, args.get('output'), ms);
    if (shows) print(shownOutcome(outcome, ms));
    return args.has('as-value') ? keyed(outcome) : nothing;
  } catch (error) {
    if (shows) print('  status: failed\n\n');
    if (error instanceof RouterosError) logEnd(twin, request, file, error);
    throw error;
  }
}

/** `output=file`, the default: a file named after the last part of the path, or `dst-path`. */
function fileOf({ args }: ActionCall, request: FetchRequest): string | undefined {
  const output = toPropertyText(args.get('output') ?? nothing);
  const isKept = toPropertyText(args.get('keep-result') ?? nothing) !== 'no';
  if (request.upload !== undefined || (output !== '' && output !== 'file') || !isKept) return undefined;
  const path = request.path.split('?')[0] ?? '';
  const name = toPropertyText(args.get('dst-path') ?? str(path.split('/').at(-1) ?? ''));
  return name === '' ? undefined : name;
}

/** By the names of the array that `as-value` gives, which is in the order of the alphabet. */
function outcomeOf({ body, uploaded, status, headers }: FetchResult, output: Value | undefined, ms: number): Outcome {
  const wanted = toPropertyText(output ?? nothing);
  const kib = (bytes: number): Value => num(Math.ceil(bytes / 1024));
  const shown = wanted === 'user' || wanted === 'user-with-headers';
  const withHeaders = wanted === 'user-with-headers' && headers !== undefined && status !== undefined;
  return [
    ...(withHeaders ? [['code', num(status)] as const] : []),
    ...(shown ? [['data', str(textOfBytes(body))] as const] : []),
    ...(uploaded === undefined ? [['downloaded', kib(body.length)] as const] : []),
    ['duration', timeOfMs(ms)],
    ...(withHeaders ? [['http-headers', keyed(headers.map(([name, value]) => [name, str(value)]))] as const] : []),
    ['status', str('finished')],
    ['total', kib(uploaded ?? body.length)],
    ...(uploaded === undefined ? [] : [['uploaded', kib(uploaded)] as const]),
  ];
}

type Outcome = readonly (readonly [string, Value])[];

/** As the console leaves it when all is done (language-facts 11). */
function shownOutcome(outcome: Outcome, ms: number): string {
  const values = new Map(outcome.map(([name, value]) => [name, toPropertyText(value)]));
  const lines = ['status', 'code', 'downloaded', 'uploaded', 'total', 'duration', 'data'].flatMap((name) => {
    const value = values.get(name);
    if (value === undefined) return [];
    const isSize = name === 'downloaded' || name === 'uploaded' || name === 'total';
    return [
      `${name.padStart(12)}: ${name === 'duration' ? `${Math.max(1, Math.round(ms / 1000))}s` : isSize ? `${value}KiB` : value}\n`,
    ];
  });
  return `${lines.join('')}\n`;
}

/** 6 and 7 until 7.12 tell of files alone; then of every request, also of one that fails. */
function logEnd(
  { log, version }: Twin,
  request: FetchRequest,
  file: string | undefined,
  error: RouterosError | undefined,
): void {
  if (!isAtLeast(version, 7, 13)) {
    const name = file ?? (request.upload === undefined ? undefined : request.path);
    const done = request.upload === undefined ? 'downloaded' : 'uploaded';
    if (name !== undefined && error === undefined) log.write(['info'], `fetch: file "${name}" ${done}`);
    return;
  }
  const what =
    request.upload === undefined
      ? `Download from ${peerName(request)} to ${file ?? 'RAM'}`
      : `Upload from ${request.path} to ${peerName(request)}`;
  if (error === undefined) log.write(['fetch', 'info'], `${what} FINISHED`);
  else log.write(['fetch', 'info'], `${what} FAILED: ${error.message.replace(/^failure: /, '')}`);
}

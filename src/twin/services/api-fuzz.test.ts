import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { encodeSentence, encodeWord } from '../../routeros/api/sentence.ts';
import { servedTwin } from '../fixtures/served-twin.ts';
import { RawClient } from './raw-client.ts';

/** Kept: what once went wrong, or what no generator comes upon. */
const seeds: readonly Uint8Array[] = [
  Buffer.from('f080000000', 'hex'),
  Buffer.from('f0ffffffff41', 'hex'),
  Buffer.from('f8', 'hex'),
  Buffer.from('ffffffffffffffff', 'hex'),
  Buffer.from('8001', 'hex'),
  Buffer.alloc(70_000, 1),
  Buffer.alloc(1_000_000, 0),
  Buffer.concat([encodeSentence(['/login', '=name=admin', '=password=']), Buffer.from('f080000000', 'hex')]),
  Buffer.concat([encodeSentence(['/login']), encodeSentence(['/login', '=response=00']), Buffer.of(0xfe)]),
  encodeSentence(['/login', '=name=__proto__', '=password=constructor', '.tag=']),
];

const pieces = fc.oneof(
  fc.constantFrom(
    '/login',
    '/cancel',
    '/quit',
    '/',
    '#',
    '//',
    '!re',
    '=',
    '?',
    '?#',
    '.tag=',
    '=.id=*',
    '=.proplist=',
  ),
  fc.constantFrom('/ip/address/print', '/ip/address/add', '/log/listen', '/execute', '/ip/service/set', '/user/print'),
  fc.constantFrom('=numbers=*1', '=.id=*FFFFFFFFFFFFFFFFFF', '=follow=', '=interval=1ms', '=!comment=', '=__proto__=x'),
  fc.constantFrom('?#99999999999999999999', '?#&|!...', '?-', '?>a', '?<=b=', '=address=192.0.2.1/24', '=name=admin'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
);
const stream = fc.array(
  fc.oneof(
    fc.array(pieces, { minLength: 1, maxLength: 6 }).map((words) => encodeSentence(words)),
    fc.uint8Array({ maxLength: 50 }),
  ),
  { maxLength: 8 },
);

/** Sends bytes, closes its side, and waits for the end. */
async function attack(port: number, chunks: readonly Uint8Array[], login: boolean): Promise<void> {
  const client = await RawClient.connect({ host: '127.0.0.1', port });
  if (login) await client.login();
  for (const chunk of chunks) client.socket.write(chunk);
  client.socket.end();
  await client.rest().catch(() => undefined);
  client[Symbol.dispose]();
}

test('outlives whatever bytes and sentences come', { timeout: 60_000 }, async () => {
  const { portOf, api, twin } = await servedTwin('6.49');
  const port = await portOf('api');
  for (const seed of seeds) for (const login of [false, true]) await attack(port, [seed], login);
  await fc.assert(
    fc.asyncProperty(stream, fc.boolean(), (chunks, login) => attack(port, chunks, login)),
    { numRuns: 150, examples: seeds.map((seed) => [[seed], true]) },
  );
  // A service may have been moved or an account renamed, but the router is there.
  await twin.scripts.runText(
    { name: 'test', text: '/ip service set api disabled=no port=8728 address=""' },
    { user: 'admin', signal: twin.neverAborted, print: () => undefined },
  );
  const client = await api();
  client.send('/system/resource/print', '=.proplist=version');
  expect((await client.next())?.[0]).toMatch(/^!re$/);
});

test('holds little of a sentence of a million words, and closes it', async () => {
  const { api } = await servedTwin('6.49');
  const client = await api();
  const before = process.memoryUsage().arrayBuffers;
  client.socket.write(Buffer.concat(Array.from({ length: 200_000 }, () => encodeWord('=a=b'))));
  client.socket.on('error', () => undefined);
  expect(await client.rest()).toEqual([]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
});

test('answers others while a hundred strangers dawdle', async () => {
  const { portOf, api } = await servedTwin('6.49');
  const port = await portOf('api');
  const strangers = await Promise.all(
    Array.from({ length: 100 }, () => RawClient.connect({ host: '127.0.0.1', port })),
  );
  onTestFinished(() => {
    for (const stranger of strangers) stranger[Symbol.dispose]();
  });
  for (const { socket } of strangers) socket.write(Buffer.from('062f6c', 'hex'));
  const client = await api();
  client.send('/system/identity/print');
  expect(await client.take(2)).toEqual([['!re', '=name=MikroTik'], ['!done']]);
});

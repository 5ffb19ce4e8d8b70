import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { KnocklabError } from '../core/errors.ts';
import type { ClockOwner } from './clock-setting.ts';
import { type ControlTarget, connectControl } from './control-connection.ts';
import { createRealClock } from './real-clock.ts';
import { createVirtualClock } from './virtual-clock.ts';

type Answer = (request: { id: number; do: string; ms?: number }, socket: Socket) => object | undefined;

/** The twin's end of the control socket. */
async function startControl(answer: Answer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'knocklab-'));
  const path = join(folder, 'control.sock');
  const server = createServer((socket) => {
    createInterface({ input: socket }).on('line', (line) => {
      const request = JSON.parse(line);
      const reply = answer(request, socket);
      if (reply !== undefined) socket.write(`${JSON.stringify({ id: request.id, ...reply })}\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  return path;
}

async function openControl(answer: Answer, options: Partial<ControlTarget> = {}) {
  const control = await connectControl({ path: await startControl(answer), ...options });
  onTestFinished(async () => await control[Symbol.asyncDispose]());
  return control;
}

function createOwner(version = '7.16.2 (stable)', date = '2023-07-20') {
  const settings: object[] = [];
  const owner: ClockOwner = {
    print: async () => [{ date, time: '20:43:00' }],
    set: async (menu, id, properties) => void settings.push({ menu, id, ...properties }),
    version: async () => version,
  };
  return { owner, settings };
}

test.each([
  ['31s', 31_000],
  ['1m', 60_000],
  ['00:01:00', 60_000],
  ['1h30m', 5_400_000],
  [' 500ms ', 500],
  [250, 250],
  [0, 0],
])('advances both clocks by %j', async (duration, ms) => {
  const waited: number[] = [];
  const requests: object[] = [];
  const control = await openControl(({ do: what, ms: by }) => {
    requests.push({ do: what, ms: by });
    return { ok: true };
  });
  await createRealClock(createOwner().owner, async (wait) => waited.push(wait)).advance(duration);
  await createVirtualClock(control, createOwner().owner).advance(duration);
  expect(waited).toEqual([ms]);
  expect(requests).toEqual([{ do: 'advance', ms }]);
});

test.each(['soon', '', '-5s', -1, Number.NaN, Number.POSITIVE_INFINITY])(
  'refuses to advance by %j',
  async (duration) => {
    const clock = createRealClock(createOwner().owner, () => Promise.reject(new Error('waited')));
    await expect(clock.advance(duration)).rejects.toMatchObject({
      code: 'input/duration',
      message: expect.stringContaining(`"${duration}"`),
    });
  },
);

test.each([
  ['6.49.18 (long-term)', 'jul/20/2023'],
  ['7.9.2 (stable)', 'jul/20/2023'],
  ['7.10 (stable)', '2023-07-20'],
  ['7.16.2 (stable)', '2023-07-20'],
])('reads and sets the clock of %s', async (version, date) => {
  const { owner, settings } = createOwner(version, date);
  const clock = createRealClock(owner);
  expect(await clock.now()).toEqual({ iso: '2023-07-20T20:43:00', ms: Date.UTC(2023, 6, 20, 20, 43) });
  await clock.set('2023-07-20T20:43:00');
  expect(settings).toEqual([{ menu: '/system/clock', id: undefined, date, time: '20:43:00' }]);
});

test.each(['2023-07-20', 'jul/20/2023', '2023-13-01T00:00:00', '2023-07-20T20:43:00Z'])(
  'refuses to set the clock to %s',
  async (iso) => {
    await expect(createRealClock(createOwner().owner).set(iso)).rejects.toMatchObject({ code: 'input/time' });
  },
);

test('reads the virtual clock from the control socket', async () => {
  const control = await openControl(() => ({ ok: true, ms: 1689885780000, iso: '2023-07-20T20:43:00' }));
  const clock = createVirtualClock(control, createOwner().owner);
  expect(await clock.now()).toEqual({ iso: '2023-07-20T20:43:00', ms: 1689885780000 });
});

test('rejects what the twin refuses', async () => {
  const control = await openControl(() => ({ error: 'a script failed' }));
  await expect(control.request({ do: 'advance', ms: 1 })).rejects.toMatchObject({
    code: 'router/control',
    message: 'The twin refused: a script failed',
  });
});

test('gives answers to those who asked', async () => {
  const waiting: (() => void)[] = [];
  const control = await openControl(({ id, ms }, socket) => {
    waiting.push(() => socket.write(`${JSON.stringify({ id, ok: true, ms })}\n`));
    if (waiting.length === 2) for (const answer of waiting.reverse()) answer();
    return undefined;
  });
  expect(await Promise.all([control.request({ do: 'a', ms: 1 }), control.request({ do: 'b', ms: 2 })])).toMatchObject([
    { ms: 1 },
    { ms: 2 },
  ]);
});

test('gives up on a twin that does not answer', async () => {
  const control = await openControl(() => undefined, { timeoutMs: 1 });
  await expect(control.request({ do: 'now' })).rejects.toMatchObject({ code: 'router/timeout' });
});

test.each<[string, Answer]>([
  ['closes', (_, socket) => void socket.destroy()],
  ['sends garbage', (_, socket) => void socket.write('not json\n')],
  ['sends half an answer', (_, socket) => void socket.end('{"id":1')],
])('rejects pending and later requests when the twin %s', async (_, answer) => {
  const explainLoss = async () => new KnocklabError('router/dead', 'It is gone.');
  const control = await openControl(answer, { explainLoss });
  await expect(control.request({ do: 'now' })).rejects.toMatchObject({ code: 'router/dead' });
  await expect(control.request({ do: 'now' })).rejects.toMatchObject({ code: 'router/dead' });
});

test('says where no control socket is', async () => {
  await expect(connectControl({ path: '/nowhere/control.sock' })).rejects.toMatchObject({
    code: 'router/unreachable',
    message: expect.stringContaining('/nowhere/control.sock'),
  });
});

import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inside, type Rig, startRig } from './rig.ts';

/** An NTP server of 30 lines: it says that it is noon of the 20th of July 2023, and stands at stratum 2. */
const server = `
const { createSocket } = require('node:dgram');
const socket = createSocket('udp4');
const seconds = Date.UTC(2023, 6, 20, 12) / 1000 + 2208988800;
const began = Date.now();
socket.on('message', (question, from) => {
  const answer = Buffer.alloc(48);
  answer[0] = 0x24;
  answer[1] = 2;
  question.copy(answer, 24, 40, 48);
  for (const at of [32, 40]) {
    answer.writeUInt32BE(seconds + Math.floor((Date.now() - began) / 1000), at);
    answer.writeUInt32BE(Math.floor(((Date.now() - began) % 1000) * 4294967.296), at + 4);
  }
  socket.send(answer, from.port, from.address);
});
socket.bind(123, () => console.log('ready'));
`;

/** Asks once and prints stratum, leap and the seconds since 1970. */
const question = `
const socket = require('node:dgram').createSocket('udp4');
const question = Buffer.alloc(48);
question[0] = 0x23;
question.write('identify', 40);
socket.on('message', (answer) => {
  const seconds = answer.readUInt32BE(40) - 2208988800;
  console.log(answer[0] >> 6, answer[0] & 7, answer[1], seconds, answer.toString('latin1', 24, 32));
  socket.close();
});
socket.send(question, 123, process.argv[1]);
setTimeout(() => process.exit(1), 500).unref();
`;

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
  const running = await rig.client.start([process.execPath, '-e', server]);
  await once(running.stdout, 'data');
});
afterAll(() => rig[Symbol.asyncDispose]());

const ask = async (): Promise<string> =>
  (await rig.client.exec([process.execPath, '-e', question, inside.router])).stdout.trim();

test('the router tells the time, but not as its own before somebody told it', async () => {
  expect(await ask()).toBe('');
  await rig.load('/system ntp server set enabled=yes\n');
  expect(await ask()).toMatch(/^3 4 0 \d+ identify$/);
  await rig.load('/system ntp server set use-local-clock=yes local-clock-stratum=7\n');
  expect(await ask()).toMatch(/^0 4 7 \d+ identify$/);
});

const status = (): Promise<string> => rig.router.run(':put [/system ntp client get status]');
const block = 'chain=output protocol=udp dst-port=123 action=drop';

test('the router sets its clock by a server of the lab once its rules let it, says so, and hands it on', async () => {
  await rig.load(`/ip firewall filter add ${block}\n`);
  await rig.load(`/system ntp client set enabled=yes servers=${inside.client}\n`);
  await expect.poll(() => rig.packets()).toEqual([1]);
  expect(await status()).toBe('waiting\n');

  await rig.clear();
  await expect
    .poll(
      async () => {
        await rig.twin.clock.advance('64s');
        return await status();
      },
      { timeout: 5000 },
    )
    .toBe('synchronized\n');
  expect(await rig.router.run(':put [/system ntp client get synced-stratum]')).toBe('2\n');
  expect(await rig.router.run(':put [/system clock get date]')).toBe('2023-07-20\n');
  const messages = (await rig.router.log()).map(({ topics, message }) => `${topics} ${message}`);
  expect(messages).toContainEqual(
    expect.stringMatching(/^system,clock,critical,info ntp change time .* => Jul\/20\/2023 12:\d\d:\d\d$/),
  );
  expect(await ask()).toMatch(/^0 4 3 16898\d+ identify$/);
});

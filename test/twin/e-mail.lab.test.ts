import { afterAll, beforeAll, expect, test } from 'vitest';
import { inside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

/** Takes one letter as a mail server would, and prints what it was told. */
const server = `
const { createServer } = require('node:net');
createServer((socket) => {
  let data = false;
  socket.write('220 lab\\r\\n');
  socket.on('data', (chunk) => {
    for (const line of chunk.toString().split('\\r\\n')) {
      if (line === '') continue;
      console.log(line);
      if (data) { if (line === '.') { data = false; socket.write('250 ok\\r\\n'); } continue; }
      if (/^EHLO/.test(line)) socket.write('250-lab\\r\\n250 AUTH PLAIN\\r\\n');
      else if (/^DATA/.test(line)) { data = true; socket.write('354 go on\\r\\n'); }
      else if (/^QUIT/.test(line)) { socket.end('221 bye\\r\\n'); process.exit(0); }
      else socket.write(/^AUTH/.test(line) ? '235 welcome\\r\\n' : '250 ok\\r\\n');
    }
  });
}).listen(2525);
setTimeout(() => process.exit(1), 8000);
`;

test('a letter reaches the server, and what goes wrong is in the log', async () => {
  await rig.router.run(`/tool e-mail set server=${inside.client} port=2525 from=router@lab.example user=u password=p`);
  const received = rig.client.exec([process.execPath, '-e', server]);
  await expect
    .poll(async () => (await rig.client.exec(['socat', '-u', '/dev/null', 'TCP:127.0.0.1:2525'])).exitCode)
    .toBe(0);
  await rig.router.run('/tool e-mail send to=admin@lab.example subject="Attack" body="a scan from 198.51.100.66"');
  const { stdout } = await received;
  expect(stdout).toContain('MAIL FROM:<router@lab.example>');
  expect(stdout).toContain('RCPT TO:<admin@lab.example>');
  expect(stdout).toMatch(/^Subject: Attack$/m);
  expect(stdout).toContain('a scan from 198.51.100.66');
  expect(await rig.router.run(':put [/tool e-mail get last-status]')).toBe('succeeded\n');

  await rig.load('/ip firewall filter add chain=output protocol=tcp dst-port=2525 action=reject reject-with=tcp-reset');
  await expect(rig.router.run('/tool e-mail send to=a@b.example subject="Lost" body=x')).rejects.toThrow(
    'timeout occurred',
  );
  const log = (await rig.router.log()).map(({ message }) => message);
  expect(log).toContain('Error sending e-mail <Lost>: timeout occurred');
});

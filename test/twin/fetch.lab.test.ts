import { afterAll, beforeAll, expect, test } from 'vitest';
import { inside, outside, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

test('a file comes by TFTP', async () => {
  const root = '/run/knocklab/tftp';
  await rig.client.exec(['sh', '-c', `mkdir -p ${root} && echo booted > ${root}/boot.rsc`]);
  await rig.client.exec([
    'dnsmasq',
    '--conf-file=/dev/null',
    '--user=root',
    '--group=',
    '--port=0',
    '--pid-file=',
    '--enable-tftp',
    `--tftp-root=${root}`,
  ]);
  await rig.router.run(`/tool fetch mode=tftp address=${inside.client} src-path=boot.rsc dst-path=got.rsc`);
  expect(await rig.router.run(':put [/file get got.rsc contents]')).toBe('booted\n\n');
  await expect(rig.router.run(`/tool fetch url="tftp://${inside.client}/none"`)).rejects.toThrow('no such file');
});

test('it goes out from the address that was named, and through the rules', async () => {
  const answer = "require('http').createServer((q, s) => s.end(q.socket.remoteAddress)).listen(8080, '0.0.0.0')";
  const server = await rig.attacker.start([process.execPath, '-e', answer]);
  await expect.poll(async () => (await rig.attacker.exec(['ss', '-Hltn', 'sport = :8080'])).stdout).toContain(':8080');
  await rig.attacker.exec(['ip', 'route', 'replace', '192.0.2.0/24', 'via', outside.router]);
  const fetch = (more: string): Promise<string> =>
    rig.router.run(`:put ([/tool fetch url="http://${outside.attacker}:8080/" output=user as-value ${more}]->"data")`);
  expect(await fetch('')).toBe(`${outside.router}\n`);
  expect(await fetch(`src-address=${inside.router}`)).toBe(`${inside.router}\n`);
  await rig.load(
    '/ip firewall filter add chain=output protocol=tcp dst-port=8080 action=reject reject-with=tcp-reset\n',
  );
  await expect(fetch('')).rejects.toThrow('failure: connection refused');
  await server[Symbol.asyncDispose]();
});

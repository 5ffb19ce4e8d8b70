import { expect, test } from 'vitest';
import { type GuestQuirks, parseQuirks } from './guest-quirks.ts';
import { SerialLogin } from './serial-login.ts';

function login(quirks: GuestQuirks) {
  const said: string[] = [];
  const done: string[] = [];
  let password = '';
  const dialogue = new SerialLogin({
    ...quirks,
    isFresh: true,
    write: (text) => void said.push(text),
    pause: async (ms) => void done.push(`paused ${ms} ms`),
    router: {
      product: 'CHR',
      logIn: (name, given) => name === 'admin+ct' && given === password,
      setPassword: async (given) => {
        password = given;
        done.push(`password ${given}`);
      },
      openConsole: () => void done.push('console'),
    },
  });
  dialogue.start();
  return { type: async (text: string) => await dialogue.type(text), done, said: () => said.splice(0).join('') };
}

test('a fresh guest pauses, asks for the licence and demands a password', async () => {
  const { type, done, said } = login(parseQuirks('console=ttyS0 quiet'));
  expect(said()).toBe('\r\nCHR Login: ');
  await type('admin+ct\r\r');
  expect(done).toEqual(['paused 10000 ms']);
  expect(said()).toMatch(/Do you want to see the software license\? \[Y\/n\]: $/);
  await type('nsecret\r');
  expect(said()).toMatch(/new password> \*{6}\r\nrepeat new password> $/);
  await type('other\r');
  expect(said()).toMatch(/New passwords do not match!\r\nnew password> $/);
  await type('secret\rsecret\r');
  expect(done).toEqual(['paused 10000 ms', 'password secret', 'console']);
});

test('each question can be switched off', async () => {
  const { type, done } = login(parseQuirks('knocklab.pause=0 knocklab.licence=no knocklab.password=no'));
  await type('admin+ct\r\r');
  expect(done).toEqual(['paused 0 ms', 'console']);
});

test('Ctrl-C skips the change of the password', async () => {
  const { type, done } = login(parseQuirks('knocklab.pause=0 knocklab.licence=no'));
  await type('admin+ct\r\r\x03');
  expect(done).toEqual(['paused 0 ms', 'console']);
});

test('a wrong password leads back to the login', async () => {
  const { type, done, said } = login(parseQuirks('knocklab.pause=0'));
  await type('admin+ct\rguess\r');
  expect(said()).toMatch(/Login failed, incorrect username or password\r\n\r\n\r\nCHR Login: $/);
  expect(done).toEqual([]);
});

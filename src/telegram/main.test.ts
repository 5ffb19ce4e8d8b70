import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectTelegram } from './client.ts';

test('says ready when the control socket answers and the CA is there', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'knocklab-telegram-'));
  const at = (name: string): string => join(directory, name);
  const files = ['--control', at('sock'), '--ca', at('ca.pem'), '--log', at('log')];
  const program = new URL('./main.ts', import.meta.url).pathname;
  const mock = spawn(process.execPath, [program, '--address', '127.0.0.1', '--port', '0', ...files]);
  try {
    const [output] = await once(mock.stdout, 'data');
    expect(String(output)).toBe('ready\n');
    await connectTelegram(at('sock')).declare({ token: '1:a', name: 'bot', chats: [] });
    const ca = readFileSync(at('ca.pem'), 'utf8');
    expect(ca).toMatch(/^-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n$/);
  } finally {
    mock.kill();
    rmSync(directory, { recursive: true });
  }
});

import { expect, test } from 'vitest';
import { parseBody, parseForm } from './call-parameters.ts';

test.each([
  ['chat_id=-100123&text=a%20b+c', { chat_id: '-100123', text: 'a b c' }],
  ['text=%D0%90%D1%82%D0%B0%D0%BA%D0%B0', { text: 'Атака' }],
  ['text=Атака', { text: 'Атака' }],
  ['text=1%2B1=2', { text: '1+1=2' }],
  ['text=100%', { text: '100%' }],
  ['text', { text: '' }],
  ['a=1&a=2&&=3', { a: '1' }],
  ['', {}],
])('reads the form %s', (form, parameters) => {
  expect(parseForm(Buffer.from(form))).toEqual({ parameters });
});

test.each(['text=%D0', 'text=%FF%FE'])('refuses %s, which is not UTF-8', (form) => {
  expect(parseForm(Buffer.from(form)).fault).toMatchObject({
    description: 'Bad Request: strings must be encoded in UTF-8',
  });
});

test('refuses raw bytes of another encoding', () => {
  expect(parseForm(Buffer.from('text=\xc0\xf2', 'latin1')).fault).toBeDefined();
});

test.each([
  ['application/json', '{"chat_id":-100,"text":"a","silent":true,"nothing":null,"k":{"x":[1]}}'],
  ['Application/JSON; charset=utf-8', '{"chat_id":"-100","text":"a","silent":"true","k":"{\\"x\\":[1]}"}'],
])('reads %s', async (contentType, body) => {
  const { parameters } = await parseBody(contentType, Buffer.from(body));
  expect(parameters).toEqual({ chat_id: '-100', text: 'a', silent: 'true', k: '{"x":[1]}' });
});

test('reads multipart with a file', async () => {
  const form = new FormData();
  form.set('text', 'Атака');
  form.set('document', new File(['abc'], 'log.txt'));
  const request = new Response(form);
  const body = Buffer.from(await request.arrayBuffer());
  const { parameters } = await parseBody(request.headers.get('content-type') ?? '', body);
  expect(parameters).toEqual({ text: 'Атака', document: '(file log.txt, 3 bytes)' });
});

test.each([
  ['application/json', '{"text":', "can't parse JSON object"],
  ['application/json', '[1]', "can't parse JSON object"],
  ['multipart/form-data; boundary=x', 'no parts', "can't parse multipart form data"],
])('refuses a broken %s body %s', async (contentType, body, problem) => {
  expect((await parseBody(contentType, Buffer.from(body))).fault).toMatchObject({
    description: `Bad Request: ${problem}`,
  });
});

test('takes nothing from a body of another type', async () => {
  expect(await parseBody('text/plain', Buffer.from('text=a'))).toEqual({ parameters: {} });
});

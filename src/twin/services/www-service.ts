import { createServer, type IncomingMessage } from 'node:http';
import { type Listening, listen } from './listener.ts';
import { listenAt, type ServiceOptions } from './service-options.ts';

/**
 * WebFig's first page on 80. node:http reads the request, the answer is written by hand: RouterOS answers in the HTTP
 * version of the request, and nmap knows it by an `HTTP/1.0 200 OK` with this doctype and title.
 */
export async function startWwwService(options: ServiceOptions): Promise<Listening> {
  const server = createServer((request) => {
    request.resume();
    // The connection ends with the first answer, also for a client that has sent several requests at once.
    if (request.socket.writable) request.socket.end(answer(request, options));
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.0 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  return await listen(server, 'www', listenAt(options), options);
}

interface Page {
  readonly status: string;
  readonly type: string;
  readonly body: string;
}

function answer(request: IncomingMessage, options: ServiceOptions): string {
  const { status, type, body } = findPage(request.url ?? '/', options);
  const head = [
    `HTTP/${request.httpVersion === '1.0' ? '1.0' : '1.1'} ${status}`,
    'Cache-Control: max-age=0',
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Content-Type: ${type}`,
    `Date: ${new Date().toUTCString()}`,
    'Expires: 0',
    'X-Frame-Options: sameorigin',
  ].join('\r\n');
  return `${head}\r\n\r\n${request.method === 'HEAD' ? '' : body}`;
}

function findPage(url: string, options: ServiceOptions): Page {
  const [path] = url.split('?');
  if (path === '/') return { status: '200 OK', type: 'text/html', body: frontPage(options) };
  if (path === '/robots.txt') return { status: '200 OK', type: 'text/plain', body: 'User-agent: *\nDisallow: /\n' };
  return { status: '404 Not Found', type: 'text/html', body: errorPage };
}

const doctype =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">';

function frontPage({ identity, version }: ServiceOptions): string {
  return `${doctype}
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>RouterOS router configuration page</title>
</head>
<body>
<h1>RouterOS v${version.text}</h1>
<p>You have connected to a router. Administrative access only.</p>
<p>${escapeHtml(identity())}</p>
</body>
</html>
`;
}

const errorPage = `${doctype}
<html><head><title>Error 404: Not Found</title></head><body><h1>Error 404: Not Found</h1></body></html>
`;

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

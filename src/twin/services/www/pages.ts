/** An answer of the web server. */
export interface Page {
  /** `200 OK` */
  readonly status: string;
  readonly type: string;
  readonly body: string;
  /** Further header lines. */
  readonly headers?: readonly string[];
}

interface About {
  readonly identity: string;
  readonly version: string;
}

/** What is there without a login: WebFig's first page, its application, the graphs, robots.txt. */
export function findPage(url: string, about: About): Page {
  const [path = '/'] = url.split('?');
  const page = pages[path];
  return page === undefined ? notFound : { status: '200 OK', type: 'text/html', ...page(about) };
}

const pages: Readonly<Record<string, (about: About) => { type?: string; body: string }>> = {
  __proto__: null as never,
  '/': ({ identity, version }) => ({
    body: document(
      'RouterOS router configuration page',
      `<h1>RouterOS v${version}</h1>
<p>You have connected to a router. Administrative access only.</p>
<p>${escapeHtml(identity)}</p>
<a href="/webfig/">WebFig</a> <a href="/graphs/">Graphs</a>`,
    ),
  }),
  '/webfig/': ({ version }) => ({
    body: document('RouterOS', `<h1>RouterOS v${version}</h1>\n<noscript>WebFig needs JavaScript.</noscript>`),
  }),
  '/graphs/': ({ identity }) => ({
    body: document('Graphing', `<h1>Traffic and system resource graphing</h1>\n<p>${escapeHtml(identity)}</p>`),
  }),
  '/robots.txt': () => ({ type: 'text/plain', body: 'User-agent: *\nDisallow: /\n' }),
};

const doctype =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">';

function document(title: string, body: string): string {
  return `${doctype}
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>${title}</title>
</head>
<body>
${body}
</body>
</html>
`;
}

const notFound: Page = {
  status: '404 Not Found',
  type: 'text/html',
  body: document('Error 404: Not Found', '<h1>Error 404: Not Found</h1>'),
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

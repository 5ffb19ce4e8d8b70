import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { recordTypes } from '../../dns/dns-record.ts';
import type { Props } from '../../menu/menu-spec.ts';
import type { Resolver } from '../../resolver.ts';
import { type Finding, msOf, nothingFound, timed } from './finding.ts';

/** `type=tcp-conn`: does somebody take the connection, and soon enough? */
export async function probeByConnecting(host: string, props: Props): Promise<Finding> {
  const ms = await connectingMs(host, Number(props['port'] ?? 80), props);
  if (ms === undefined) return nothingFound;
  return { isUp: ms <= msOf(props, 'thr-tcp-conn-time', 1000), ...timed({ 'tcp-connect-time': ms }) };
}

function connectingMs(host: string, port: number, props: Props): Promise<number | undefined> {
  const localAddress = props['src-address'];
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host, port, ...(localAddress === undefined ? {} : { localAddress }) });
    socket.setTimeout(msOf(props, 'timeout', 3000));
    const end = (connected: boolean) => () => {
      resolve(connected ? performance.now() - startedAt : undefined);
      socket.destroy();
    };
    socket.on('connect', end(true)).on('timeout', end(false)).on('error', end(false));
  });
}

/** `type=http-get`, `https-get`: is the page answered with one of the codes, and soon enough? */
export async function probeByGetting(address: string, props: Props): Promise<Finding> {
  const answer = await statusOf(address, props);
  if (answer === undefined) return nothingFound;
  const { figures, told } = timed({ 'http-resp-time': answer.ms });
  const status = { 'http-status-code': String(answer.status) };
  return {
    isUp: isIn(props['http-codes'] ?? '100-299', answer.status) && answer.ms <= msOf(props, 'thr-http-time', 10_000),
    figures: { ...status, ...figures },
    told: { ...status, ...told },
  };
}

function statusOf(address: string, props: Props): Promise<{ status: number; ms: number } | undefined> {
  const isSecure = props['type'] === 'https-get';
  const localAddress = props['src-address'];
  const startedAt = performance.now();
  const { promise, resolve } = Promise.withResolvers<{ status: number; ms: number } | undefined>();
  const outgoing = (isSecure ? httpsRequest : httpRequest)({
    host: address,
    port: Number(props['port'] ?? (isSecure ? 443 : 80)),
    path: '/',
    agent: false,
    headers: { Host: props['host'] ?? address },
    rejectUnauthorized: props['check-certificate'] === 'yes',
    timeout: msOf(props, 'timeout', 3000),
    ...(localAddress === undefined ? {} : { localAddress }),
  });
  outgoing.on('response', (answer) => {
    resolve({ status: answer.statusCode ?? 0, ms: performance.now() - startedAt });
    answer.destroy();
  });
  outgoing.on('timeout', () => outgoing.destroy());
  outgoing.on('error', () => resolve(undefined));
  outgoing.on('close', () => resolve(undefined));
  outgoing.end();
  return promise;
}

/** `100-299,302` */
const isIn = (codes: string, status: number): boolean =>
  codes.split(',').some((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return status >= from && status <= to;
  });

const figureOf: Readonly<Record<string, string>> = { A: 'ip', AAAA: 'ip6', MX: 'mail-servers', NS: 'name-servers' };

/** `type=dns`: has the name a record of the type? */
export async function probeByName(resolver: Resolver, props: Props): Promise<Finding> {
  const { host = '', 'dns-server': server, 'record-type': wanted = 'A' } = props;
  const type = recordTypes[wanted] ?? 1;
  const question = { name: host.toLowerCase().replace(/\.$/, ''), type };
  const { records } = await resolver.names.answer(
    question,
    server === undefined ? undefined : { address: server, port: 53 },
  );
  const found = records.filter((record) => record.type === type).map(({ data }) => data);
  if (found.length === 0) return nothingFound;
  const shown = wanted === 'A' || wanted === 'AAAA' ? (found[0] ?? '') : found.join(',');
  return { isUp: true, figures: { [figureOf[wanted] ?? 'ip']: shown } };
}

import { KnocklabError } from '../core/errors.ts';
import type { SentenceError } from '../routeros/api/sentence.ts';
import type { ApiTarget } from './api-connection.ts';

type Place = Pick<ApiTarget, 'at' | 'user'>;

export function socketFailed(target: Place, cause: NodeJS.ErrnoException): KnocklabError {
  const reason =
    cause.code === undefined || cause.message.includes(cause.code) ? cause.message : `${cause.code}: ${cause.message}`;
  return new KnocklabError('router/unreachable', `The router's API at ${placeOf(target)}: ${reason}`, {
    remedy: 'See whether the router is up and its API service is enabled and allowed for this address.',
    cause,
  });
}

export function connectionLost(target: Place): KnocklabError {
  return new KnocklabError('router/closed', `The router closed its API connection (${placeOf(target)}).`, {
    remedy: 'See the log of the router.',
  });
}

export function noLogin(target: Place, timeoutMs: number): KnocklabError {
  return new KnocklabError('router/timeout', `No login at ${placeOf(target)} within ${timeoutMs} ms.`, {
    remedy: 'See whether it is the API of a router that listens there.',
  });
}

export function loginRefused(target: Place, cause: unknown): KnocklabError {
  const reason = cause instanceof Error && cause.message !== '' ? cause.message : String(cause);
  return new KnocklabError('router/login', `Login of "${target.user}" at ${placeOf(target)}: ${reason}`, {
    remedy: 'Check user, password and the policy of the user’s group (it needs "api").',
    cause,
  });
}

export function noAnswer(command: string, timeoutMs: number): KnocklabError {
  return new KnocklabError('router/timeout', `${command}: no answer within ${timeoutMs} ms.`, {
    remedy: 'Give the command more time, or see what the router is busy with.',
  });
}

export function routerFatal(reason: string): KnocklabError {
  return new KnocklabError('router/fatal', `The router ended the API session: ${reason}`);
}

export function garbled(cause: SentenceError): KnocklabError {
  return new KnocklabError('router/garbled', `Not the RouterOS API: ${cause.message}`, {
    remedy: 'See whether the address and port are those of the API service (8728, with TLS 8729).',
    cause,
  });
}

function placeOf({ at }: Place): string {
  return 'path' in at ? at.path : `${at.host}:${at.port}`;
}

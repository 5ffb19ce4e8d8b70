import { RouterosError } from '../../../routeros/routeros-error.ts';

const reasons = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  406: 'Not Acceptable',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  501: 'Not Implemented',
} as const;

export type ErrorStatus = keyof typeof reasons;

/** A request that is refused: `{"detail":"…","error":400,"message":"Bad Request"}`. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: ErrorStatus;
  readonly detail: string | undefined;

  constructor(status: ErrorStatus, detail?: string) {
    super(detail ?? reasons[status]);
    this.status = status;
    this.detail = detail;
  }

  get statusLine(): string {
    return `${this.status} ${reasons[this.status]}`;
  }

  get body(): string {
    const detail = this.detail === undefined ? {} : { detail: this.detail };
    return JSON.stringify({ ...detail, error: this.status, message: reasons[this.status] });
  }
}

/** As REST words what the console refuses. */
export function asRestError(error: unknown): RestError {
  if (error instanceof RestError) return error;
  if (!(error instanceof RouterosError)) return new RestError(500);
  return error.message === 'no such item' ? new RestError(404) : new RestError(400, error.text);
}

/** The body of every answer of the Bot API (core.telegram.org/bots/api#making-requests). */
export type ApiAnswer =
  | { readonly ok: true; readonly result: unknown; readonly description?: string }
  | {
      readonly ok: false;
      readonly error_code: number;
      readonly description: string;
      readonly parameters?: { readonly retry_after: number };
    };

export type Refusal = Extract<ApiAnswer, { ok: false }>;

export function succeed(result: unknown, description?: string): ApiAnswer {
  return description === undefined ? { ok: true, result } : { ok: true, result, description };
}

export function refuse(error_code: number, description: string): Refusal {
  return { ok: false, error_code, description };
}

export function refuseForNow(retryAfterSeconds: number): Refusal {
  return {
    ...refuse(429, `Too Many Requests: retry after ${retryAfterSeconds}`),
    parameters: { retry_after: retryAfterSeconds },
  };
}

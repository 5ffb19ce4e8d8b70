import type { TlsOptions } from 'node:tls';

/** A certificate with its key, both PEM; behind it those that it was issued by. */
export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

/** Without a certificate RouterOS offers nothing but anonymous Diffie-Hellman (api-facts 5). */
export const anonymousTls: TlsOptions = {
  ciphers: 'ADH-AES256-GCM-SHA384:@SECLEVEL=0',
  dhparam: 'auto',
  maxVersion: 'TLSv1.2',
};

/** `certificate=` and `tls-version=` of a service. */
export function tlsOptions(pair: KeyAndCertificate | undefined, onlyTls12: boolean): TlsOptions {
  if (pair === undefined) return anonymousTls;
  // RouterOS knows no TLS 1.3 here; `any` begins with 1.0, which current libraries offer at security level 0 alone.
  return {
    ...pair,
    ciphers: 'DEFAULT:@SECLEVEL=0',
    minVersion: onlyTls12 ? 'TLSv1.2' : 'TLSv1',
    maxVersion: 'TLSv1.2',
  };
}

import { createHash, randomBytes } from 'node:crypto';
import { isAtLeast, type RosVersion } from '../version.ts';
import type { LoginProof } from './api-backend.ts';

/** Before 6.43 a client asked for a challenge and answered it; since then it sends its password (MikroTik's manual, "API"). */
export class ApiLogin {
  readonly #isOld: boolean;
  #challenge: Buffer | undefined;

  constructor(version: RosVersion) {
    this.#isOld = !isAtLeast(version, 6, 43);
  }

  /** The challenge that a client has asked for by naming nobody; undefined when this release has none. */
  challenge(attributes: ReadonlyMap<string, string>): string | undefined {
    if (!this.#isOld || attributes.has('name')) return undefined;
    this.#challenge = randomBytes(16);
    return this.#challenge.toString('hex');
  }

  proof(attributes: ReadonlyMap<string, string>): LoginProof {
    const response = attributes.get('response');
    if (!this.#isOld || response === undefined) return this.#isOld ? () => false : (attributes.get('password') ?? '');
    const challenge = this.#challenge;
    this.#challenge = undefined;
    return (password) => challenge !== undefined && response.toLowerCase() === answerTo(challenge, password);
  }

  get refusal(): string {
    return this.#isOld ? 'cannot log in' : 'invalid user name or password (6)';
  }
}

function answerTo(challenge: Buffer, password: string): string {
  const digest = createHash('md5').update(Buffer.of(0)).update(password, 'utf8').update(challenge);
  return `00${digest.digest('hex')}`;
}

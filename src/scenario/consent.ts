import { BroadcastChannel } from 'node:worker_threads';
import { KnocklabError } from '../core/errors.ts';

const channelName = 'knocklab.consent';

/** What a scenario is about to do to somebody's device. */
export interface Consent {
  /** A line each. */
  readonly changes: readonly string[];
  /** Where the device's export will be. */
  readonly file: string;
}

type Message =
  | { readonly say: 'asked'; readonly consent: Consent }
  | { readonly say: 'given back' }
  | { readonly say: 'answered'; readonly file: string; readonly agreed: boolean };

/** The scenario's end: asks whoever sits before the command line, who is in another thread. Rejects unless they agree. */
export async function askConsent(consent: Consent): Promise<void> {
  const channel = new BroadcastChannel(channelName);
  try {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    channel.onmessage = ({ data }: { data: Message }) => {
      if (data.say === 'answered' && data.file === consent.file) resolve(data.agreed);
    };
    const asked: Message = { say: 'asked', consent };
    channel.postMessage(asked);
    if (await promise) return;
  } finally {
    channel.close();
  }
  throw new KnocklabError('input/confirmation', 'The changes to the device were not agreed to.', {
    remedy: 'Nothing has been done. Answer with the word yes, or give --yes.',
  });
}

/** The scenario's end: the device is what it was. */
export function tellGivenBack(): void {
  const channel = new BroadcastChannel(channelName);
  const message: Message = { say: 'given back' };
  channel.postMessage(message);
  channel.close();
}

interface Answers {
  /** False, or a rejection: nothing is done. */
  readonly agree: (consent: Consent) => Promise<boolean>;
  readonly onGivenBack: () => void;
}

/** The command line's end: answers for as long as it is not disposed of. */
export function answerConsents({ agree, onGivenBack }: Answers): Disposable {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }: { data: Message }) => {
    if (data.say === 'given back') onGivenBack();
    if (data.say !== 'asked') return;
    const { consent } = data;
    const answer = (agreed: boolean): void => {
      const answered: Message = { say: 'answered', file: consent.file, agreed };
      channel.postMessage(answered);
    };
    agree(consent).then(answer, () => answer(false));
  };
  return { [Symbol.dispose]: () => channel.close() };
}

import { parseDuration } from '../../routeros/duration.ts';
import type { Item, Props } from '../menu/menu-spec.ts';
import type { DnsAnswer } from './dns-cache.ts';
import { DnsCache } from './dns-cache.ts';
import type { DnsServerAddress } from './dns-client.ts';
import { ask } from './dns-client.ts';
import type { DnsQuestion } from './dns-message.ts';
import { responseCodes } from './dns-message.ts';
import type { DnsRecord } from './dns-record.ts';
import { recordTypes } from './dns-record.ts';
import { staticAnswer } from './static-names.ts';

/** What the name service is made of. */
export interface NameSources {
  readonly nowMs: () => number;
  readonly settings: () => Props;
  readonly staticNames: () => readonly Item[];
  /** Names of `/ip dns forwarders`. */
  readonly forwarders: () => readonly Item[];
  readonly servers: () => readonly string[];
  /** An address belongs on a list for so long. */
  readonly listed: (entry: { list: string; name: string; address: string; seconds: number }) => void;
}

/** The servers do not answer, or there are none. */
const failed: DnsAnswer = { code: responseCodes.serverFailure, records: [] };
const maxAliases = 8;

/** The router's knowledge of names: its own, what it remembers, and what its servers say. */
export class NameService {
  readonly cache: DnsCache;
  readonly #sources: NameSources;

  constructor(sources: NameSources) {
    this.#sources = sources;
    this.cache = new DnsCache(sources.nowMs);
  }

  /** `server`: asked instead of the configured ones, and past the router's own names and memory. */
  async answer(question: DnsQuestion, server?: DnsServerAddress): Promise<DnsAnswer> {
    if (server !== undefined) return this.#askServers(question, [server]);
    return this.#answer(question, 0);
  }

  async #answer(question: DnsQuestion, aliases: number): Promise<DnsAnswer> {
    const own = staticAnswer(this.#sources.staticNames(), question);
    if (own?.kind === 'no-such-name') return { code: responseCodes.noSuchName, records: [] };
    const answer =
      own?.kind === 'records'
        ? { code: responseCodes.noError, records: await this.#withAlias(own.records, question, aliases) }
        : await this.#known(question, own?.to);
    for (const list of own?.addressLists ?? []) this.#enlist(list, question, answer.records);
    return answer;
  }

  /** What an alias leads to belongs to the answer. */
  async #withAlias(
    records: readonly DnsRecord[],
    question: DnsQuestion,
    aliases: number,
  ): Promise<readonly DnsRecord[]> {
    const alias = records.find(({ type }) => type === recordTypes['CNAME']);
    if (alias === undefined || question.type === recordTypes['CNAME'] || aliases === maxAliases) return records;
    const behind = await this.#answer({ ...question, name: alias.data.toLowerCase() }, aliases + 1);
    return [alias, ...behind.records];
  }

  #enlist(list: string, { name }: DnsQuestion, records: readonly DnsRecord[]): void {
    const extra = durationMs(this.#sources.settings()['address-list-extra-time'], 0) / 1000;
    for (const { type, data, ttlSeconds } of records)
      if (type === recordTypes['A'] || type === recordTypes['AAAA'])
        this.#sources.listed({ list, name, address: data, seconds: ttlSeconds + extra });
  }

  async #known(question: DnsQuestion, forwardTo: string | undefined): Promise<DnsAnswer> {
    const remembered = this.cache.find(question);
    if (remembered !== undefined) return remembered;
    const servers = forwardTo === undefined ? this.#sources.servers() : this.#forwarders(forwardTo);
    const answer = await this.#askServers(question, servers.map(serverAddress));
    this.cache.keep(question, answer, durationMs(this.#sources.settings()['cache-max-ttl'], 604_800_000) / 1000);
    return answer;
  }

  /** An address, or the name of one of `/ip dns forwarders`. */
  #forwarders(name: string): readonly string[] {
    const named = this.#sources.forwarders().find(({ props }) => props['name'] === name);
    return named === undefined ? [name] : (named.props['dns-servers'] ?? '').split(',');
  }

  async #askServers(question: DnsQuestion, servers: readonly DnsServerAddress[]): Promise<DnsAnswer> {
    const settings = this.#sources.settings();
    const eachMs = durationMs(settings['query-server-timeout'], 2000);
    const endMs = performance.now() + durationMs(settings['query-total-timeout'], 10_000);
    for (const server of [...servers, ...servers]) {
      const leftMs = endMs - performance.now();
      if (leftMs <= 0) break;
      const answer = await ask(question, server, Math.min(eachMs, leftMs));
      if (answer !== undefined && answer.code !== responseCodes.serverFailure) return answer;
    }
    return failed;
  }
}

const serverAddress = (address: string): DnsServerAddress => ({ address, port: 53 });

const durationMs = (text: string | undefined, otherwise: number): number =>
  text === undefined ? otherwise : (parseDuration(text) ?? 0);

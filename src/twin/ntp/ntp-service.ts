import type { Props } from '../menu/menu-spec.ts';
import { isEnabled } from '../menu/menu-spec.ts';
import { timeText } from '../time/date-text.ts';
import type { Twin } from '../twin.ts';
import { NtpClient, type PollRange } from './ntp-client.ts';
import { NtpServer } from './ntp-server.ts';

/** `/system ntp`: the client that sets the router's clock, and the server. */
export class NtpService {
  readonly #twin: Twin;
  readonly client: NtpClient;
  readonly #server: NtpServer;

  /** `stepped`: the clock has jumped, and whatever goes by the time of day must follow. */
  constructor(twin: Twin, { stepped }: { readonly stepped: () => void }) {
    this.#twin = twin;
    this.client = new NtpClient({
      clock: twin.clock,
      resolve: (name) => twin.resolver.resolve(name),
      stepped: (fromMs) => {
        this.#tell(fromMs);
        stepped();
      },
    });
    this.#server = new NtpServer(twin.clock, () => this.#stratum());
  }

  async enact(): Promise<void> {
    const { menus, enforced } = this.#twin;
    const client = menus.get('system ntp client').settings.props;
    const isOn = enforced && client['enabled'] === 'yes';
    this.client.follow(isOn ? this.#servers(client) : [], this.#pollRange());
    await this.#server.listen(enforced && this.#serverSettings()['enabled'] === 'yes');
  }

  #serverSettings(): Props {
    return this.#twin.menus.get('system ntp server').settings.props;
  }

  #servers(client: Props): string[] {
    const { menus, version } = this.#twin;
    if (version.major > 6)
      return menus
        .get('system ntp client servers')
        .items.filter(isEnabled)
        .flatMap(({ props }) => props['address'] ?? []);
    const addresses = [
      client['primary-ntp'],
      client['secondary-ntp'],
      ...(client['server-dns-names'] ?? '').split(','),
    ];
    return addresses.flatMap((address = '') => (address === '' || address === '0.0.0.0' ? [] : address));
  }

  /** 16 s to 15 min in 6; in 7 as `min-poll` and `max-poll` of the first server say, 2⁶ and 2¹⁰ s without a word. */
  #pollRange(): PollRange {
    const { menus, version } = this.#twin;
    if (version.major === 6) return { firstMs: 16_000, mostMs: 900_000 };
    const { 'min-poll': first = '6', 'max-poll': most = '10' } =
      menus.get('system ntp client servers').items.find(isEnabled)?.props ?? {};
    return { firstMs: 2 ** Number(first) * 1000, mostMs: 2 ** Number(most) * 1000 };
  }

  #stratum(): number {
    const { 'use-local-clock': local, 'local-clock-stratum': stratum = '5' } = this.#serverSettings();
    const synced = this.client.sync?.stratum;
    if (synced !== undefined) return synced + 1;
    return local === 'yes' ? Number(stratum) : 16;
  }

  /** In the words of either generation, with the date of disk logs. */
  #tell(fromMs: number): void {
    const { log, clock, version } = this.#twin;
    const change = `change time ${longDate(fromMs)} => ${longDate(clock.wallMs)}`;
    if (version.major === 6) log.write(['system', 'info'], `sntp ${change}`);
    else log.write(['system', 'clock', 'critical', 'info'], `ntp ${change}`);
  }
}

/** `Dec/11/2025 22:53:07` */
function longDate(wallMs: number): string {
  const date = new Date(wallMs);
  const month = date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
  return `${month}/${String(date.getUTCDate()).padStart(2, '0')}/${date.getUTCFullYear()} ${timeText(wallMs)}`;
}

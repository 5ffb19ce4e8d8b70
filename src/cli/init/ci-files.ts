/** GitHub Actions: root, because Ubuntu lets ordinary users make no user namespaces (AppArmor, since 23.10). */
export function githubWorkflow(install: string): string {
  return `name: firewall
on:
  push:
  pull_request:

permissions:
  contents: read

jobs:
  firewall:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24 }
      - run: ${install}
      # As root it installs what the lab needs (nmap, iptables, ipset, dnsmasq, dumpcap …) by itself.
      - run: sudo --preserve-env env "PATH=$PATH" npx --no-install knocklab run
      - uses: actions/upload-artifact@v4
        if: always()
        with: { name: firewall-report, path: reports/2*/ }
`;
}

/** GitLab: the job is root in its container, but makes namespaces only where the runner lets it. */
export function gitlabPipeline(install: string): string {
  return `# The lab is made of Linux namespaces: the runner has to be a shell runner, or a Docker runner with
# "privileged = true" in its config.toml. No packet leaves the lab.
firewall:
  image: node:24-bookworm
  timeout: 20m
  script:
    - ${install}
    - npx --no-install knocklab run
  artifacts:
    when: always
    paths: [reports/]
    reports:
      junit: reports/2*/junit.xml
`;
}

#!/bin/bash
# Knocks with a sequence that is good for one time: one-time.sh HOST PORT SECRET-FILE NUMBER-FILE
#
# Three ports out of SHA-256 of "SECRET:NUMBER", as the router computes them. The number goes up when the door has opened; where
# the two have lost each other (an answer got lost), the next two numbers are tried.
set -u
host=$1 port=$2 secret=$(cat "$3") number=$(cat "$4")

# One SYN: the connection is given up as soon as the kernel has sent it, before it would be repeated.
knock() {
  { exec 3<> "/dev/tcp/$host/$1"; } 2> /dev/null &
  local sent
  sent=$(printf ':%04X 02 ' "$1")
  until [[ $(< /proc/net/tcp) == *"$sent"* || -z $(jobs -rp) ]]; do :; done
  kill $! 2> /dev/null
  wait $! 2> /dev/null
}

is_open() { timeout 0.5 bash -c 'exec 3<> "/dev/tcp/$0/$1"' "$host" "$port" 2> /dev/null; }

for ((last = number + 2; number <= last; number++)); do
  digest=$(printf '%s:%s' "$secret" "$number" | sha256sum)
  for digits in 0 4 8; do
    knock $((10000 + 16#${digest:digits:4} % 50000))
  done
  if is_open; then
    echo $((number + 1)) > "$4"
    exit 0
  fi
done
exit 1

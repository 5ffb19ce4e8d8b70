#!/bin/sh
# Builds the stand-in guest: Debian's cloud kernel and an initramfs in which the twin plays a freshly installed CHR.
#   lab/images/stand-in/build.sh [FOLDER]
# FOLDER (default: ~/.cache/knocklab/stand-in) then holds vmlinuz, initrd.img and append, and is what `--image` takes.
# Runs on Debian 12 without any rights but apt's package lists (root installs what it lacks); the programs of the guest are copied from this machine.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../../.." && pwd)
out=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/knocklab/stand-in}
node=${KNOCKLAB_NODE:-$project/node_modules/.bin/node}
programs='busybox kmod dumpcap xtables-legacy-multi ipset conntrack ip dnsmasq socat setsid'
modules='kernel/net/netfilter kernel/net/ipv4 kernel/net/ipv6 kernel/net/8021q kernel/net/802 kernel/net/bridge kernel/net/llc
  kernel/net/core kernel/net/sched kernel/drivers/net/virtio_net.ko kernel/drivers/net/net_failover.ko kernel/drivers/net/dummy.ko kernel/drivers/net/veth.ko
  kernel/drivers/virtio kernel/lib kernel/crypto kernel/arch'
packages='ipaddr.js asn1 bcrypt-pbkdf re2js safer-buffer ssh2 tweetnacl nodemailer'

PATH=$PATH:/usr/sbin:/sbin
if [ "$(id -u)" = 0 ] && { ! command -v cpio || ! command -v depmod || ! apt-cache depends linux-image-cloud-amd64; } > /dev/null 2>&1; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends cpio kmod > /dev/null
fi
for tool in apt-get dpkg-deb cpio depmod ldd; do
  command -v $tool > /dev/null || { echo "The stand-in needs \"$tool\": apt-get install dpkg cpio kmod libc-bin" >&2; exit 3; }
done
mkdir -p "$out/packages"
kernel=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/^ *Depends: //p' | head -1)
[ -n "$kernel" ] || { echo 'No package linux-image-cloud-amd64: run apt-get update first.' >&2; exit 3; }
ls "$out/packages/$kernel"_*.deb > /dev/null 2>&1 || (cd "$out/packages" && apt-get download -qq "$kernel" 2> /dev/null)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$work/kernel" "$root"
dpkg-deb -x "$(ls "$out/packages/$kernel"_*.deb | tail -1)" "$work/kernel"
version=$(ls "$work/kernel/lib/modules")

# What the guest runs, each program with the libraries that it is linked to.
put() { # put FILE: at the same place in the guest
  mkdir -p "$root$(dirname "$1")"
  cp -L "$1" "$root$1"
}
libraries() { ldd "$1" 2> /dev/null | sed -n 's/.*[ \t]\(\/[^ ]*\) (0x.*/\1/p'; }
mkdir -p "$root/bin" "$root/sbin" "$root/usr/bin" "$root/usr/sbin" "$root/etc" "$root/proc" "$root/sys" "$root/dev" "$root/run" "$root/tmp"
for name in $programs; do
  file=$(command -v "$name") || { echo "The stand-in needs the program \"$name\"." >&2; exit 3; }
  cp -L "$file" "$root/bin/$name"
  for library in $(libraries "$file"); do put "$library"; done
done
cp -L "$node" "$root/bin/node"
for library in $(libraries "$root/bin/node"); do put "$library"; done
for library in /usr/lib/*/xtables/*.so; do
  put "$library"
  for needed in $(libraries "$library"); do put "$needed"; done
done
for name in iptables-legacy iptables-legacy-restore iptables-legacy-save ip6tables-legacy ip6tables-legacy-restore ip6tables-legacy-save; do
  ln -s xtables-legacy-multi "$root/bin/$name"
done
for name in env sh cat mkdir mount mknod sleep ln rm sed stty hostname poweroff ls sort tail setpriv; do
  [ -e "$root/bin/$name" ] || ln -s busybox "$root/bin/$name"
done
ln -s ../bin/kmod "$root/sbin/modprobe"
ln -s kmod "$root/bin/modprobe"
printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\ndnsmasq:x:100:65534::/:/bin/false\n' > "$root/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' > "$root/etc/group"
printf 'hosts: files dns\n' > "$root/etc/nsswitch.conf"
printf '127.0.0.1 localhost\n' > "$root/etc/hosts"
for file in services protocols; do [ ! -e /etc/$file ] || cp -L /etc/$file "$root/etc/$file"; done

# The kernel's modules, and nothing that no router needs.
for part in $modules; do
  from=$work/kernel/lib/modules/$version/$part
  to=$root/lib/modules/$version/$part
  [ -e "$from" ] || continue
  mkdir -p "$(dirname "$to")"
  cp -r "$from" "$to"
done
cp "$work/kernel/lib/modules/$version/modules.order" "$work/kernel/lib/modules/$version/modules.builtin" "$root/lib/modules/$version/"
depmod -b "$root" "$version" 2> /dev/null

# The twin as it stands in this working tree.
mkdir -p "$root/knocklab/node_modules"
cp "$project/package.json" "$root/knocklab/"
cp -r "$project/src" "$root/knocklab/src"
find "$root/knocklab/src" -name '*.test.ts' -delete
for name in $packages; do
  [ ! -d "$project/node_modules/$name" ] || cp -rL "$project/node_modules/$name" "$root/knocklab/node_modules/$name"
done
for scope in @peculiar; do cp -rL "$project/node_modules/$scope" "$root/knocklab/node_modules/$scope"; done
for name in $("$node" "$here/needed-packages.mjs" "$project" @peculiar/x509); do
  mkdir -p "$(dirname "$root/knocklab/node_modules/$name")"
  [ -d "$root/knocklab/node_modules/$name" ] || cp -rL "$project/node_modules/$name" "$root/knocklab/node_modules/$name"
done
install -m 755 "$here/init" "$root/init"
# What the guest's Node would compile at each boot is compiled here once, in the guest's own tree; without it, it boots all the same.
mknod -m 666 "$root/dev/null" c 1 3 2> /dev/null || : > "$root/dev/null"
warm='for (const name of ["boot", "serial/serial-login", "serial/guest-quirks", "serial/play-quirks", "services/ssh/ssh-server", "terminal/terminal", "terminal/exec"]) await import(`/knocklab/src/twin/${name}.ts`);
(await import("node:module")).flushCompileCache(); process.exit(0);'
unshare --user --map-root-user chroot "$root" /bin/env -i PATH=/bin NODE_COMPILE_CACHE=/knocklab/.compiled /bin/node --max-semi-space-size=1 --input-type=module -e "$warm" ||
  echo 'The guest will compile its programs itself.' >&2
rm -f "$root/dev/null"

# Not compressed: under emulation unpacking costs more seconds than reading. Reproducible: sorted, and all of one date.
find "$root" -exec touch -h -d @0 {} +
(cd "$root" && find . | LC_ALL=C sort | cpio -o -H newc -R 0:0 --reproducible --quiet) > "$out/initrd.img.new"
cp "$work/kernel/boot/vmlinuz-$version" "$out/vmlinuz"
mv "$out/initrd.img.new" "$out/initrd.img"
[ -e "$out/append" ] || echo '' > "$out/append"
echo "$out"

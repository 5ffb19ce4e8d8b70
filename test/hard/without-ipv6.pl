# Runs a command on a kernel that does not know IPv6, as after ipv6.disable=1: no socket of that family can be opened.
# A seccomp filter does it, so it holds for the command and for all that it starts, and for nobody else.
use strict;
use warnings;

my ($socket, $prctl) = `uname -m` =~ /aarch64/ ? (198, 167) : (41, 157);
my ($load, $equal, $return) = (0x20, 0x15, 0x06);
my ($allow, $refuse) = (0x7fff0000, 0x00050000 | 97);    # 97: EAFNOSUPPORT
my $filter = join '', map { pack 'SCCL', @$_ } (
    [$load,   0, 0, 0],          # the number of the call
    [$equal,  0, 3, $socket],
    [$load,   0, 0, 16],         # its first argument: the family
    [$equal,  0, 1, 10],         # AF_INET6
    [$return, 0, 0, $refuse],
    [$return, 0, 0, $allow],
);
my $program = pack 'S x6 P', 6, $filter;
syscall($prctl, 22, 2, $program) == 0 or die "seccomp: $!\n";
exec @ARGV or die "$ARGV[0]: $!\n";

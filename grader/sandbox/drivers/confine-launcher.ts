/**
 * The launcher of the confine driver. It is written in Perl, because every Debian and Ubuntu has it (perl-base) and its
 * `syscall` reaches what Node.js cannot. It gives up one right after the other and then executes the program. Any step
 * that fails ends it: a program must never run partly confined.
 *
 * Arguments: `name=value` (a name may be repeated), then `--`, then the program and its arguments.
 *   call     a system call's name and number, e.g. `prctl:157`
 *   limit    a resource and its limit, e.g. `0:20`
 *   root     the folder that becomes the root of the file system
 *   cwd      the working directory
 *   allow    with Landlock: a path that may be read and executed
 *   landlock `required` or `wanted`
 *   uid      the user and group to run as
 *   parent   the grader's process id: the program ends with it
 *   filter   the seccomp filter, in hexadecimal; `pid-mark` (in hexadecimal) in it stands for the own process id
 */
export const LAUNCHER = String.raw`
use strict;
my (%o, %call);
while (defined(my $word = shift @ARGV)) {
  last if $word eq '--';
  my ($name, $value) = split /=/, $word, 2;
  push @{$o{$name}}, $value;
}
for (@{$o{call}}) { my ($name, $number) = split /:/; $call{$name} = $number; }
sub fail { print STDERR "confine: $_[0]: $!\n"; exit 126; }
sub only { my $list = $o{$_[0]}; return defined $list ? $list->[0] : undef; }
# numbers must be numbers: Perl hands strings over as pointers
sub kernel { my ($name, @rest) = @_; return syscall($call{$name} + 0, @rest); }

# nothing that was open stays open, but input, outputs and the channel
if (kernel('close_range', 4, 0xffffffff, 0) < 0) { kernel('close', $_ + 0) for 4 .. 4095; }

for (@{$o{limit}}) {
  my ($resource, $value) = split /:/;
  my $pair = pack('QQ', $value, $value);
  kernel('prlimit64', 0, $resource + 0, $pair, 0) == 0 or fail("limit $resource");
}

# the user's rights: what a set-uid program would add is refused from here on (PR_SET_NO_NEW_PRIVS)
kernel('prctl', 38, 1, 0, 0, 0) == 0 or fail('no_new_privs');

my $root = only('root');
if (defined $root) { chroot($root) or fail('chroot'); chdir('/') or fail('chdir'); }

my $abi = kernel('landlock_create_ruleset', 0, 0, 1);
if ($abi >= 1) {
  # all rights on files that this kernel knows: writing, making and removing were never given, reading only below
  my $files = $abi >= 5 ? 0xffff : $abi >= 3 ? 0x7fff : $abi >= 2 ? 0x3fff : 0x1fff;
  # TCP in either direction; abstract sockets and signals to others
  my $attributes = $abi >= 6 ? pack('QQQ', $files, 3, 3) : $abi >= 4 ? pack('QQ', $files, 3) : pack('Q', $files);
  my $rules = kernel('landlock_create_ruleset', $attributes, length($attributes) + 0, 0);
  $rules >= 0 or fail('landlock');
  for my $path (@{$o{allow}}) {
    sysopen(my $place, $path, 0) or fail("open $path");
    # execute, read files, and in folders list them
    my $rule = pack('Ql', -d $place ? 0xd : 0x5, fileno($place));
    kernel('landlock_add_rule', $rules + 0, 1, $rule, 0) == 0 or fail("landlock rule for $path");
    close($place);
  }
  kernel('landlock_restrict_self', $rules + 0, 0) == 0 or fail('landlock_restrict_self');
  kernel('close', $rules + 0);
} elsif (only('landlock') eq 'required') { fail('landlock'); }

my $uid = only('uid');
if (defined $uid) {
  # the bounding set first: it takes a right to shrink it
  for my $capability (0 .. 63) { last if kernel('prctl', 24, $capability, 0, 0, 0) != 0; }
  kernel('setgroups', 0, 0) == 0 or fail('setgroups');
  kernel('setresgid', $uid + 0, $uid + 0, $uid + 0) == 0 or fail('setresgid');
  kernel('setresuid', $uid + 0, $uid + 0, $uid + 0) == 0 or fail('setresuid');
  kernel('setresuid', 0, 0, 0) == 0 and fail('root could be taken back');
}
my ($header, $none) = (pack('LL', 0x20080522, 0), pack('L6', 0, 0, 0, 0, 0, 0));
kernel('capset', $header, $none) == 0 or fail('capset');

# a change of user clears it, so it comes after (PR_SET_PDEATHSIG, SIGKILL)
kernel('prctl', 1, 9, 0, 0, 0) == 0 or fail('pdeathsig');
getppid() == only('parent') or fail('the grader is gone');

chdir(only('cwd')) or fail('chdir');
umask 0777;

my $filter = pack('H*', only('filter'));
my ($mark, $own) = (pack('L', hex(only('pid-mark'))), pack('L', $$));
for (my $at = 4; $at < length $filter; $at += 8) {
  substr($filter, $at, 4) = $own if substr($filter, $at, 4) eq $mark;
}
my $program = pack('S x6 P', length($filter) / 8, $filter);
kernel('seccomp', 1, 0, $program) == 0 or fail('seccomp');
exec { $ARGV[0] } @ARGV or fail("exec $ARGV[0]");
`;

/** Numbers of the calls that the launcher makes. */
export const LAUNCHER_CALLS = {
  x64: {
    close: 3,
    setgroups: 116,
    setresgid: 119,
    setresuid: 117,
    capset: 126,
    prctl: 157,
    prlimit64: 302,
    seccomp: 317,
    close_range: 436,
    landlock_create_ruleset: 444,
    landlock_add_rule: 445,
    landlock_restrict_self: 446,
  },
  arm64: {
    close: 57,
    setgroups: 159,
    setresgid: 149,
    setresuid: 147,
    capset: 91,
    prctl: 167,
    prlimit64: 261,
    seccomp: 277,
    close_range: 436,
    landlock_create_ruleset: 444,
    landlock_add_rule: 445,
    landlock_restrict_self: 446,
  },
} as const;

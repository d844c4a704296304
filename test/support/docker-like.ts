/**
 * Environments without user namespaces, made with root's rights: `container` is root with Docker's default rights,
 * `user` an ordinary user, `bare` one whose kernel has no Landlock. In all of them a filter of system calls like that
 * of Docker's default profile refuses new namespaces and mounts; started programs inherit it.
 */
import { findProgram } from '../../grader/sandbox/kits/programs.js';

export type Environment = 'container' | 'user' | 'bare';

/** Why such an environment cannot be made here; null if it can. */
export function whyNotHere(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'it needs Linux on x86-64';
  if (process.getuid?.() !== 0) return 'it needs root, who alone can give up rights';
  return findProgram('perl') === null ? 'it needs perl' : null;
}

/** A command that runs another one there. The user has the id 54321 and may write nowhere but to /tmp. */
export function commandIn(environment: Environment, command: readonly string[]): [string, string[]] {
  return ['perl', ['-e', SCRIPT, environment, ...command]];
}

/** Docker's default capabilities: moby's profile, `DefaultCapabilities`. */
const SCRIPT = String.raw`
use strict;
my $environment = shift @ARGV;
my @program;
sub word { push @program, pack('SCCL', @_); }
word(0x20, 0, 0, 4); word(0x15, 1, 0, 0xc000003e); word(0x06, 0, 0, 0x80000000); word(0x20, 0, 0, 0);
# mount, umount2, unshare, setns, pivot_root, open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr, keyctl
for my $call (165, 166, 272, 308, 155, 428 .. 433, 442, 248 .. 250) { word(0x15, 0, 1, $call); word(0x06, 0, 0, 0x00050001); }
word(0x15, 0, 1, 435); word(0x06, 0, 0, 0x00050026);
if ($environment eq 'bare') { word(0x15, 0, 1, 444); word(0x06, 0, 0, 0x00050026); }
# clone with any of the flags for new namespaces
word(0x15, 0, 3, 56); word(0x20, 0, 0, 16); word(0x45, 0, 1, 0x7e020000); word(0x06, 0, 0, 0x00050001);
word(0x06, 0, 0, 0x7fff0000);
my $bytes = join '', @program;
my $filter = pack('S x6 P', scalar @program, $bytes);
syscall(317, 1, 0, $filter) == 0 or die "seccomp: $!";
if ($environment ne 'container') {
  syscall(116, 0, 0) == 0 or die "setgroups: $!";
  for my $call (119, 117) { syscall($call, 54321, 54321, 54321) == 0 or die "user: $!"; }
} else {
  my %kept = map { $_ => 1 } (0, 1, 3 .. 8, 10, 13, 18, 27, 29, 31);
  for my $capability (0 .. 63) { next if $kept{$capability}; last if syscall(157, 24, $capability, 0, 0, 0) != 0; }
}
exec { $ARGV[0] } @ARGV or die "exec: $!";
`;

/** Facts about this machine that every driver depends on. */
import { readFileSync } from 'node:fs';
import { release, version } from 'node:os';
import { GraderError } from '../../errors.js';
import { isOpenToAll } from '../kits/kit.js';
import type { Architecture } from './seccomp.js';

/** Throws SANDBOX_UNAVAILABLE for a processor without a filter of system calls. */
export function architecture(): Architecture {
  if (process.arch === 'x64' || process.arch === 'arm64') return process.arch;
  throw new GraderError('SANDBOX_UNAVAILABLE', `no seccomp filter for the architecture ${process.arch}`, {
    advice: 'Grade on an x86-64 or arm64 machine.',
  });
}

/** What a passed self-test is valid for: this kernel since boot, this Node.js, this user and its rights. */
export function machineFacts(): readonly string[] {
  return [process.version, release(), version(), bootId(), String(process.getuid?.()), rights()];
}

/** Throws when the sandbox's user cannot reach the snapshot. */
export function refuseUnreachable(submission: string): void {
  if (isOpenToAll(submission)) return;
  const message = `the sandbox's user cannot reach ${submission}: a folder above it is closed to other users`;
  throw new GraderError('SANDBOX_UNAVAILABLE', message, {
    advice: 'Set TMPDIR to a folder that every user may enter, such as /tmp.',
  });
}

/** linux/capability.h */
const CAPABILITIES = { CHOWN: 0, FOWNER: 3, KILL: 5, SETGID: 6, SETUID: 7, SYS_CHROOT: 18 } as const;

/** Whether this process has all of these rights of root. */
export function hasCapabilities(names: readonly (keyof typeof CAPABILITIES)[]): boolean {
  const effective = BigInt(`0x${/^CapEff:\t([0-9a-f]+)$/m.exec(statusOf())?.[1] ?? '0'}`);
  return names.every((name) => ((effective >> BigInt(CAPABILITIES[name])) & 1n) === 1n);
}

/** The lines of /proc/self/status about rights: capabilities, seccomp, no_new_privs. */
function rights(): string {
  return statusOf()
    .split('\n')
    .filter((line) => /^(Cap|Seccomp:|NoNewPrivs)/.test(line))
    .join(' ');
}

function statusOf(): string {
  return read('/proc/self/status');
}

/** Changes with every boot. */
function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

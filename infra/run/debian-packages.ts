import { existsSync } from 'node:fs';
import { runCommand } from './command.ts';

/** True where this process may install Debian packages: root, and apt is there. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

const attempts = 3;
const quiet = ['-qq', '-o', 'Dpkg::Use-Pty=0', '-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=300'];

/** Installs Debian packages; null when done, else the last lines of what apt said. */
export async function installPackages(names: readonly string[]): Promise<string | null> {
  // RUNLEVEL=1 keeps a service that is installed (nginx) from being started and taking a port.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  let said = '';
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    // A failed update may still leave lists good enough to install from, so its result is not asked.
    await runCommand('apt-get', [...quiet, 'update'], { env });
    const result = await runCommand('apt-get', [...quiet, 'install', '-y', '--no-install-recommends', ...names], {
      env,
    });
    if (result.code === 0) return null;
    said = result.output.trim().split('\n').slice(-3).join(' ');
  }
  return said;
}

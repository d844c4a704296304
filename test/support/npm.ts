/** Runs npm, which may need the network: with the authorities that jest.config.js keeps from all others. */
import { execa } from 'execa';

const authorities = process.env['CA_CERTS_OF_NPM'];

export async function npm(args: readonly string[], cwd = process.cwd()): Promise<string> {
  const { stdout } = await execa('npm', args, {
    cwd,
    env: authorities === undefined ? {} : { NODE_EXTRA_CA_CERTS: authorities },
  });
  return stdout;
}

export async function useWasmBackend(script: string, binary: string): Promise<void> {
  await Promise.reject(new Error(`${script} ${binary} not yet`));
}

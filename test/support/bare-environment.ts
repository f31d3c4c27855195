/** What a process needs to run here at all, and nothing that would configure Hookline. */
export function bareEnvironment(): Record<string, string> {
  const { PATH = '', TMPDIR, SWC_NATIVE_BINDING_CACHE } = process.env;
  return {
    PATH,
    ...(TMPDIR && { TMPDIR }),
    ...(SWC_NATIVE_BINDING_CACHE && { SWC_NATIVE_BINDING_CACHE }),
  };
}
